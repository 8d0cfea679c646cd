"use client";

import type { ReactNode, RefObject } from "react";
import type { Submit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { EntryNote } from "./entry-frame";

/**
 * The form of a page that lets somebody in: a refusal above, one wide button below. Posted, so that without scripts a
 * password never stands in an address.
 */
export function EntryForm<T>({
  form,
  action,
  busy,
  note = null,
  withoutScripts,
  after,
  element,
  children,
}: {
  form: Submit<T>;
  action: string;
  /** What the button says while it is sent. */
  busy: string;
  /** Said above until the server says something else. */
  note?: string | null;
  withoutScripts?: string;
  after?: ReactNode;
  element?: RefObject<HTMLFormElement | null>;
  children: ReactNode;
}) {
  const said = form.refusal?.message ?? note;
  return (
    <form
      ref={element}
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <div ref={form.form} className="flex flex-col gap-3">
        {said ? <EntryNote tone="bad">{said}</EntryNote> : null}
        {children}
        <Button
          variant="primary"
          type="submit"
          className="mt-1 w-full"
          aria-disabled={form.isSending || undefined}
        >
          {form.isSending ? busy : action}
        </Button>
        {after}
        {withoutScripts ? (
          <noscript>
            <p className="text-small text-ink-2">{withoutScripts}</p>
          </noscript>
        ) : null}
      </div>
    </form>
  );
}
