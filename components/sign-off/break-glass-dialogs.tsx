"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { BreakGlass } from "@/domain/sign-off/break-glass-schema";
import { aboutText } from "./words";

const HOUR_MS = 3_600_000;
const LENGTHS = [1, 4, 12, 24].map((hours) => ({
  value: String(hours),
  label: hours === 1 ? "1 hour" : `${hours} hours`,
}));

/** Loud on purpose: who opens one is named to everybody and has somebody look at it afterwards. */
export function OpenBreakGlassDialog({
  workspace,
  changeId,
  title,
  environment: asked,
  onClose,
}: {
  workspace: string;
  changeId: string;
  title: string;
  environment: string;
  onClose: () => void;
}) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [environment, setEnvironment] = useState(asked);
  const [hours, setHours] = useState("4");
  return (
    <FormDialog<BreakGlass>
      title="Break the glass?"
      description={title}
      action="Let it through"
      isDanger
      width={520}
      fields={["reason", "environment", "expiresAt"]}
      check={() => (reason.trim() === "" ? { reason: "Say what is on fire and why it cannot wait." } : {})}
      send={() =>
        request<BreakGlass>("/break-glass", {
          workspace,
          method: "POST",
          body: {
            changeId,
            environment: environment.trim(),
            reason: reason.trim(),
            expiresAt: new Date(Date.now() + Number(hours) * HOUR_MS).toISOString(),
          },
        })
      }
      onSaved={() => {
        toast({ title: "The break-glass is open", description: "Everybody is told of it.", tone: "bad" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p className="rounded-2 border border-bad-line bg-bad-soft px-3 py-2 text-bad">
            The change goes through without the sign-off that the policy asks for. It stands in the audit
            trail with your name, is told to every channel, and another person reviews it afterwards.
          </p>
          <Field
            label="Why it cannot wait"
            required
            hint="A sentence: four words and 20 characters at least."
            error={errors.reason}
          >
            <Textarea
              value={reason}
              maxLength={4000}
              placeholder="Checkout is down; this brings the old certificate back."
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Into" error={errors.environment}>
              <Input
                value={environment}
                maxLength={120}
                autoComplete="off"
                onChange={(event) => setEnvironment(event.target.value)}
              />
            </Field>
            <Field label="For" error={errors.expiresAt}>
              <Select value={hours} options={LENGTHS} onChange={(event) => setHours(event.target.value)} />
            </Field>
          </div>
        </>
      )}
    </FormDialog>
  );
}

/** What came of it, said by another person than who opened it. */
export function ReviewBreakGlassDialog({
  workspace,
  breakGlass,
  onClose,
}: {
  workspace: string;
  breakGlass: BreakGlass;
  onClose: () => void;
}) {
  const router = useRouter();
  const [note, setNote] = useState("");
  return (
    <FormDialog<BreakGlass>
      title="Review the break-glass"
      description={`${aboutText(breakGlass)}, opened by ${breakGlass.openedBy}`}
      action="Save the review"
      width={520}
      version={breakGlass.version}
      fields={["note"]}
      check={() => (note.trim() === "" ? { note: "Say what you found." } : {})}
      send={(version) =>
        request<BreakGlass>(`/break-glass/${breakGlass.id}/review`, {
          workspace,
          method: "POST",
          body: { note: note.trim() },
          ifMatch: version,
        })
      }
      readStored={() => request<BreakGlass>(`/break-glass/${breakGlass.id}`, { workspace })}
      onSaved={() => {
        toast({ title: "Reviewed", tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p className="break-words whitespace-pre-line text-ink-2">“{breakGlass.reason}”</p>
          <Field label="What came of it, and what should be done about it" required error={errors.note}>
            <Textarea value={note} maxLength={4000} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
