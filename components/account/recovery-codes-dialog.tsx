"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";

/** The recovery codes, shown this once; it closes only by its button, since they cannot be had again. */
export function RecoveryCodesDialog({
  title,
  email,
  codes,
  onClose,
}: {
  title: string;
  email: string;
  codes: readonly string[];
  onClose: () => void;
}) {
  const [isKept, setKept] = useState(false);
  const text = `Faultline recovery codes of ${email}\nEach works once, in place of a code from the authenticator app.\n\n${codes.join("\n")}\n`;
  const act = (run: () => void) => () => {
    setKept(true);
    run();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && isKept) onClose();
      }}
      title={title}
      description="Keep these recovery codes where you keep what is precious: each signs you in once when the app is lost. They are not shown again."
      width={440}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <ul
        aria-label="Recovery codes"
        className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-2 bg-surface-2 px-3 py-2.5 font-mono text-read select-all"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 pt-3">
        <Button onClick={act(() => void copy(text))}>Copy</Button>
        <Button onClick={act(() => download(text))}>Download</Button>
        <Button onClick={act(() => print(text))}>Print</Button>
      </div>
    </Dialog>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ title: "Copied", tone: "good" });
  } catch {
    toast({
      title: "The browser did not let them be copied",
      description: "Select and copy them by hand.",
      tone: "bad",
    });
  }
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "faultline-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(address);
}

/** On a sheet of their own: the page behind them is nobody's business. */
function print(text: string): void {
  const sheet = window.open("", "_blank", "width=480,height=560");
  if (sheet === null) {
    toast({
      title: "The browser did not open a sheet to print",
      description: "Download them instead.",
      tone: "bad",
    });
    return;
  }
  const page = sheet.document.createElement("pre");
  page.textContent = text;
  sheet.document.title = "Faultline recovery codes";
  sheet.document.body.append(page);
  sheet.print();
  sheet.close();
}
