"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ConflictNote, type Difference, RefusalNote } from "./form-notes";
import { type Problems, type SubmitInput, useSubmit, type Versioned } from "./use-submit";

type FormDialogProps<T> = SubmitInput<T> & {
  title: string;
  description?: ReactNode;
  /** The word on the button. */
  action: string;
  /** For an edit: what it is, and where the stored one differs from what was typed. */
  conflict?: { what: string; differences: (stored: T & Versioned) => Difference[] };
  width?: number;
  isDanger?: boolean;
  onClose: () => void;
  children: (errors: Problems) => ReactNode;
};

/**
 * A dialog with a form. Errors stand at their fields and what was typed stays; who saved first wins the version, and
 * the other is shown both states and chooses.
 */
export function FormDialog<T>({
  title,
  description,
  action,
  conflict,
  width,
  isDanger,
  onClose,
  children,
  ...input
}: FormDialogProps<T>) {
  const state = useSubmit({
    ...input,
    onSaved: (saved) => {
      onClose();
      input.onSaved(saved);
    },
  });
  const { stored } = state;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      width={width}
      onSubmit={state.submit}
      footer={
        stored ? (
          <>
            <Button
              onClick={() => {
                onClose();
                input.onSaved(stored);
              }}
            >
              Take theirs
            </Button>
            <SendButton label="Keep mine" isSending={state.isSending} />
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <SendButton label={action} isSending={state.isSending} isDanger={isDanger} />
          </>
        )
      }
    >
      <div ref={state.form} className="flex flex-col gap-3">
        {stored && conflict ? (
          <ConflictNote what={conflict.what} differences={conflict.differences(stored)} />
        ) : null}
        {children(state.errors)}
        <RefusalNote refusal={state.refusal} />
      </div>
    </Dialog>
  );
}

function SendButton({
  label,
  isSending,
  isDanger,
}: {
  label: string;
  isSending: boolean;
  isDanger?: boolean;
}) {
  return (
    <Button
      variant={isDanger ? "danger" : "primary"}
      type="submit"
      kbd="mod+Enter"
      aria-disabled={isSending || undefined}
    >
      {isSending ? "Saving" : label}
    </Button>
  );
}
