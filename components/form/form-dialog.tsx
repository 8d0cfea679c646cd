"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ConflictNote } from "./conflict-note";
import { RefusalNote } from "./form-notes";
import { type Problems, type SubmitInput, useSubmit } from "./use-submit";

type FormDialogProps<T> = SubmitInput<T> & {
  title: string;
  description?: ReactNode;
  /** The word on the button. */
  action: string;
  width?: number;
  isDanger?: boolean;
  onClose: () => void;
  children: (errors: Problems) => ReactNode;
};

/**
 * A dialog with a form. Errors stand at their fields and what was typed stays; who saved first wins the version, and
 * the other is shown both states and chooses, field by field.
 */
export function FormDialog<T>({
  title,
  description,
  action,
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
  const { conflict, choose } = input.merge ?? { conflict: null };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      width={width}
      onSubmit={state.submit}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <SendButton label={action} isSending={state.isSending} isDanger={isDanger} />
        </>
      }
    >
      <div ref={state.form} className="flex flex-col gap-3">
        {conflict && choose ? (
          <ConflictNote conflict={conflict} isAsked={state.isAsked} onChoose={choose} />
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
