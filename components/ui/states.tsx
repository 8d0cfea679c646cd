import type { ReactNode } from "react";
import { cx } from "./class-names";

const frame = "flex min-h-24 flex-col items-start gap-2";

/** Nothing to show: says which filter caused it, and its action clears it or makes the first one. */
export function EmptyState({
  title,
  children,
  action,
  className,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cx(frame, className)}>
      <p className="font-semibold">{title}</p>
      {children ? <div className="max-w-prose text-ink-2">{children}</div> : null}
      {action}
    </div>
  );
}

/** Something did not answer: what, when, the request id, whether typed text is kept, and one retry. */
export function ErrorState({
  title,
  children,
  time,
  requestId,
  kept,
  action,
  className,
}: {
  /** What did not answer, as a sentence: "The list did not answer". */
  title: ReactNode;
  children?: ReactNode;
  /** When, ready to read: "09:12". */
  time?: ReactNode;
  requestId?: string;
  /** Says that what was typed is kept. */
  kept?: boolean;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div role="alert" className={cx(frame, className)}>
      <p className="font-semibold">{title}</p>
      {children ? <div className="max-w-prose text-ink-2">{children}</div> : null}
      <p className="text-ink-2">
        {time ? <>Tried at {time}. </> : null}
        {requestId ? (
          <>
            Request <code className="font-mono text-[0.92em] select-all">{requestId}</code>.{" "}
          </>
        ) : null}
        {kept ? "What you typed is kept." : null}
      </p>
      {action}
    </div>
  );
}
