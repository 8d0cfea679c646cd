"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { SignInAgain } from "@/components/account/sign-in-again";
import { StatusRing } from "@/components/incident/status-chip";
import { Button } from "@/components/ui/button";
import type { Service } from "@/domain/service/schema";
import type { Workspace } from "@/domain/workspace/schema";
import { completionsFor } from "./completions";
import { MoreFields } from "./more-fields";
import { QuickLine } from "./quick-line";
import { UnderstoodFields } from "./understood-fields";
import type { LogForm } from "./use-log-form";

type LogBodyProps = {
  form: LogForm;
  services: readonly Service[];
  levels: Workspace["levelFractions"];
  zone: string;
  more: boolean;
  titleRef: RefObject<HTMLInputElement | null>;
};

/** What the log dialog and the log page share: title, line, what was understood, and the further fields. */
export function LogBody({ form, services, levels, zone, more, titleRef }: LogBodyProps) {
  const line = useRef<HTMLInputElement>(null);
  // The dialog moves the focus a moment after it opens; by then she has typed half a word.
  useLayoutEffect(() => titleRef.current?.focus(), [titleRef]);
  const { draft, shown } = form;
  const entered = new Set(draft.impacts.map((impact) => impact.service));
  return (
    <>
      {form.restored ? (
        <p className="pb-1 text-small text-ink-2">
          Your draft, as you left it.{" "}
          <button type="button" className="link" onClick={form.clear}>
            Start anew
          </button>
        </p>
      ) : null}
      <input
        ref={titleRef}
        aria-label="Title"
        aria-invalid={shown.title ? true : undefined}
        aria-describedby={shown.title ? "log-title-problem" : undefined}
        value={draft.title}
        maxLength={300}
        autoComplete="off"
        placeholder="What is wrong?"
        onChange={(event) => form.update({ ...draft, title: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.metaKey || event.ctrlKey || event.nativeEvent.isComposing)
            return;
          event.preventDefault();
          line.current?.focus();
        }}
        className="w-full bg-transparent pb-2.5 text-[18px] leading-snug font-semibold tracking-[-0.01em] outline-none placeholder:font-normal"
      />
      {shown.title ? (
        <p id="log-title-problem" role="alert" className="-mt-1.5 pb-2 text-small text-bad">
          {shown.title}
        </p>
      ) : null}
      <QuickLine
        tokens={form.tokens}
        rest={form.rest}
        onType={form.type}
        onCommit={form.commit}
        onTakeBack={form.takeBack}
        completionsOf={(fragment) => completionsFor(fragment, services, entered)}
        problem={shown.line}
        inputRef={line}
      />
      <UnderstoodFields form={form} services={services} levels={levels} zone={zone} />
      {more ? <MoreFields form={form} zone={zone} /> : null}
      {form.refusal ? <RefusalLine form={form} /> : null}
    </>
  );
}

function RefusalLine({ form }: { form: LogForm }) {
  const refusal = form.refusal;
  if (!refusal) return null;
  return (
    <div role="alert" className="rounded-2 border border-bad-line bg-bad-soft px-3 py-2 text-bad">
      <p className="font-medium">Not logged. {refusal.message}</p>
      <p className="text-small">
        {refusal.requestId ? `Request ${refusal.requestId}. ` : ""}What you typed is kept.
      </p>
      <SignInAgain />
    </div>
  );
}

/** The row under the form: what is still missing, and the action last. */
export function LogFooter({ form, more, onMore }: { form: LogForm; more: boolean; onMore: () => void }) {
  const missing = [
    form.problems.title ? "title" : null,
    form.problems.severity ? "severity" : null,
    form.problems.impacts ? "service" : null,
  ].filter((name) => name !== null);
  return (
    <>
      <span className="mr-auto inline-flex items-center gap-1.5 text-small text-ink-2" aria-live="polite">
        {missing.length === 0 ? (
          <>
            <StatusRing status="resolved" /> Title, severity, service: enough to log
          </>
        ) : (
          <>
            <StatusRing status="triage" /> Still needed: {missing.join(", ")}
          </>
        )}
      </span>
      <Button variant="ghost" kbd="mod+." aria-expanded={more} onClick={onMore}>
        {more ? "Fewer fields" : "More fields"}
      </Button>
      <Button variant="primary" type="submit" kbd="mod+Enter" aria-disabled={form.sending || undefined}>
        {form.sending ? "Logging" : "Log incident"}
      </Button>
    </>
  );
}
