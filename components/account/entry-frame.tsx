import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";

/** The frame of the pages before the application: signing in, setting up, accepting an invitation. */
export function EntryFrame({
  title,
  lead,
  children,
  footer,
}: {
  title: ReactNode;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  children: ReactNode;
  /** What stands below the panel, quietly. */
  footer?: ReactNode;
}) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto flex min-h-dvh max-w-[392px] flex-col justify-center px-4 py-10 outline-none max-sm:justify-start max-sm:py-8 sm:pb-[14vh]"
    >
      <div className="flex items-center gap-2 px-0.5 pb-4 font-semibold">
        <Mark />
        Faultline
      </div>
      <div className="flex flex-col gap-4 rounded-3 border border-line bg-surface p-5 max-sm:p-4">
        <div className="flex flex-col gap-1">
          <h1>{title}</h1>
          {lead ? <p className="text-ink-2">{lead}</p> : null}
        </div>
        {children}
      </div>
      {footer ? <div className="px-0.5 pt-4 text-small text-ink-3">{footer}</div> : null}
    </main>
  );
}

const tones = {
  bad: "border-bad-line bg-bad-soft text-bad",
  info: "border-info-line bg-info-soft text-info",
} as const;

/** One sentence that says why the page is shown, or why it went no further. */
export function EntryNote({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  return (
    <p role={tone === "bad" ? "alert" : undefined} className={`rounded-2 border px-3 py-2 ${tones[tone]}`}>
      {children}
    </p>
  );
}

/** What to type in a terminal. */
export function Command({ children }: { children: ReactNode }) {
  return (
    <code className="rounded-1 bg-surface-3 px-1 py-px font-mono text-[0.92em] whitespace-nowrap text-ink select-all">
      {children}
    </code>
  );
}
