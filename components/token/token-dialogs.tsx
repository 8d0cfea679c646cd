"use client";

import { useRouter } from "next/navigation";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { NewToken, Token } from "@/domain/token/schema";

export { NewTokenDialog } from "./new-token-dialog";

/** The token itself, this once. */
export function MadeTokenDialog({ made, onClose }: { made: NewToken; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Token “${made.name}”`}
      description="Copy it now: it is not stored, and not shown again."
      width={560}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="flex flex-col gap-3">
        <CopyField label="The token" text={made.token} />
        <p className="text-ink-2">
          Send it as <code className="font-mono text-[0.92em]">Authorization: Bearer …</code>, or try it on
          the{" "}
          <a href="/reference" className="link">
            API reference
          </a>
          .
        </p>
      </div>
    </Dialog>
  );
}

export function RevokeTokenDialog({
  workspace,
  token,
  onClose,
}: {
  workspace: string;
  token: Token;
  onClose: () => void;
}) {
  const router = useRouter();
  return (
    <FormDialog<void>
      title={`Revoke “${token.name}”?`}
      action="Revoke token"
      isDanger
      width={440}
      send={() => request<void>(`/tokens/${token.id}`, { workspace, method: "DELETE" })}
      onSaved={() => {
        toast({ title: `“${token.name}” is revoked` });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p className="text-ink-2">
          Whatever uses <code className="font-mono text-[0.92em]">{token.prefix}…</code> is refused from its
          next request on. It cannot be given back; make a new one instead.
        </p>
      )}
    </FormDialog>
  );
}
