"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { type FormEvent, type KeyboardEvent, type ReactNode, type RefObject, useRef } from "react";
import { cx } from "./class-names";
import { Kbd } from "./kbd";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** "small" for a dialog whose first field is its real heading, as in logging an incident. */
  titleSize?: "normal" | "small";
  description?: ReactNode;
  /** Right of the title, before the Esc cap. */
  aside?: ReactNode;
  children: ReactNode;
  /** The row at the bottom: put the action last; under 760 px it grows to the width left. */
  footer?: ReactNode;
  /** Makes the dialog a form; Cmd/Ctrl-Enter submits it from any field. */
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  /** Width in px from 760 px up; below that a dialog fills the screen. */
  width?: number;
  initialFocus?: RefObject<HTMLElement | null>;
};

const popup =
  "float-fade fixed z-50 flex flex-col bg-surface text-ink shadow-float outline-none " +
  "max-sm:inset-0 sm:top-[min(104px,8vh)] sm:left-1/2 sm:max-h-[calc(100dvh-min(104px,8vh)-24px)] " +
  "sm:w-(--dialog-width) sm:max-w-[calc(100vw-24px)] sm:-translate-x-1/2 sm:rounded-[10px]";

const fields = "input:not([type=hidden]):not(:disabled), textarea:not(:disabled), select:not(:disabled)";

/** A modal dialog: focus stays inside, Escape closes, and it fills the screen under 760 px. Load it lazily. */
export function Dialog({
  open,
  onOpenChange,
  title,
  titleSize = "normal",
  description,
  aside,
  children,
  footer,
  onSubmit,
  width = 560,
  initialFocus,
}: DialogProps) {
  const frame = useRef<HTMLDivElement>(null);
  // The first field, or the dialog itself: a close button that lights up first is no greeting.
  const firstField = () => frame.current?.querySelector<HTMLElement>(fields) ?? frame.current;
  const content = (
    <>
      <div className="flex items-center gap-2.5 px-4 pt-3">
        <Base.Title
          className={cx(
            "shrink-0",
            titleSize === "small" ? "!text-small !font-normal text-ink-2" : "!text-[15px] text-ink",
          )}
        >
          {title}
        </Base.Title>
        <span className="ml-auto flex min-w-0 items-center gap-2.5 text-small text-ink-3">
          <span className="truncate">{aside}</span>
          <Base.Close
            aria-label="Close"
            className="-my-2 -mr-1 flex h-9 min-w-9 shrink-0 items-center justify-center rounded-2 text-ink-3 hover:text-ink touch:h-10 touch:min-w-10"
          >
            <Kbd keys="Esc" />
            <CloseGlyph />
          </Base.Close>
        </span>
      </div>
      {description ? (
        <Base.Description className="px-4 pt-1 text-body text-ink-2">{description}</Base.Description>
      ) : null}
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-3">{children}</div>
      {footer ? (
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-2.5 max-sm:[&>button:last-child]:flex-1">
          {footer}
        </div>
      ) : null}
    </>
  );
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="float-fade fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          ref={frame}
          data-dialog
          className={popup}
          style={{ "--dialog-width": `${width}px` }}
          initialFocus={initialFocus ?? firstField}
        >
          {onSubmit ? (
            <form
              noValidate
              className="flex min-h-0 flex-1 flex-col"
              onSubmit={(event) => {
                event.preventDefault();
                onSubmit(event);
              }}
              onKeyDown={submitOnModEnter}
            >
              {content}
            </form>
          ) : (
            content
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function submitOnModEnter(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** Shown where the Esc cap is not: on touch screens and under 760 px. */
function CloseGlyph() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cx("hidden touch:block max-sm:block")}
    >
      <path
        d="M4 4l8 8M12 4l-8 8"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
