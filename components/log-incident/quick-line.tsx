"use client";

import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from "react";
import { cx } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { type Fragment, fragmentAt } from "@/domain/incident/quick-entry";
import type { Completion } from "./completions";
import type { LineToken } from "./draft";

type QuickLineProps = {
  tokens: LineToken[];
  rest: string;
  onType: (text: string) => void;
  /** Enter, or leaving the line: take what stands there. */
  onCommit: () => void;
  /** Takes a token out of the line and gives its text back for editing. */
  onTakeBack: (part: string) => string;
  completionsOf: (fragment: Fragment) => Completion[];
  problem?: string;
  inputRef: RefObject<HTMLInputElement | null>;
};

/** The one line: settled tokens as chips, then an input that completes services after @ and causes after #. */
export function QuickLine(props: QuickLineProps) {
  const { tokens, rest, onType, onCommit, onTakeBack, problem, inputRef } = props;
  const id = useId();
  const list = useCompletions(props);
  const edit = (part: string) => {
    const text = onTakeBack(part);
    onType(rest.trim() === "" ? text : `${rest.trimEnd()} ${text}`);
    inputRef.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey) return;
    const last = tokens.at(-1);
    if (list.handleKey(event)) event.preventDefault();
    else if (event.key === "Enter") {
      event.preventDefault();
      onCommit();
    } else if (event.key === "Backspace" && rest === "" && last) {
      event.preventDefault();
      edit(last.part);
    }
  };
  return (
    <div>
      <div
        className={cx(
          "rounded-2 border border-control bg-surface px-2 py-1.5",
          "focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)]",
        )}
      >
        <div className="flex min-h-6 flex-wrap items-center gap-1.5">
          {tokens.map((token) => (
            <TokenChip key={token.part} token={token} onEdit={() => edit(token.part)} />
          ))}
          <input
            ref={inputRef}
            value={rest}
            onChange={(event) => onType(event.target.value)}
            onKeyDown={onKeyDown}
            onBlur={onCommit}
            onSelect={list.follow}
            role="combobox"
            aria-label="Severity, services, start and cause in one line"
            aria-expanded={list.open}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={list.open ? `${id}-${list.active}` : undefined}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${id}-problem` : undefined}
            placeholder={tokens.length === 0 ? "sev2 @service major from 20 min ago #cause" : ""}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="h-6 min-w-24 flex-1 bg-transparent px-0.5 outline-none max-sm:h-9 max-sm:text-[16px]"
          />
        </div>
        <CompletionList id={id} list={list} />
      </div>
      {problem ? (
        <p id={`${id}-problem`} className="pt-1 text-small text-bad">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

function TokenChip({ token, onEdit }: { token: LineToken; onEdit: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onEdit}
      title="Edit"
      className="max-w-full truncate rounded-1 bg-accent-soft px-1.5 py-px text-left max-sm:py-1.5"
    >
      <b className="font-semibold text-accent">{token.mark}</b>
      {token.detail ? ` ${token.detail}` : ""}
    </button>
  );
}

type CompletionState = ReturnType<typeof useCompletions>;

function useCompletions({ rest, onType, completionsOf, inputRef }: QuickLineProps) {
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const fragment = fragmentAt(rest, Math.min(caret, rest.length));
  const items = fragment && dismissed !== rest ? completionsOf(fragment) : [];
  const open = items.length > 0;
  const active = Math.min(chosen, items.length - 1);

  // Escape closes the list first and the dialog only after that: it must not reach the document while the list is open.
  useEffect(() => {
    const input = inputRef.current;
    const onEscape = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape" || !open) return;
      event.stopPropagation();
      event.preventDefault();
      setDismissed(input?.value ?? null);
    };
    input?.addEventListener("keydown", onEscape);
    return () => input?.removeEventListener("keydown", onEscape);
  }, [inputRef, open]);

  const pick = (index: number) => {
    const item = items[index];
    if (!item || !fragment) return;
    const before = `${rest.slice(0, fragment.start)}${item.insert} `;
    onType(before + rest.slice(fragment.end).trimStart());
    setChosen(0);
    setCaret(before.length);
    inputRef.current?.focus();
  };
  const handleKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    if (!open) return false;
    if (event.key === "ArrowDown") setChosen((active + 1) % items.length);
    else if (event.key === "ArrowUp") setChosen((active + items.length - 1) % items.length);
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) pick(active);
    else return false;
    return true;
  };
  const follow = (event: { currentTarget: HTMLInputElement }) => {
    const at = event.currentTarget.selectionStart ?? 0;
    if (at !== caret) {
      setCaret(at);
      setChosen(0);
    }
  };
  return { items, open, active, pick, handleKey, follow };
}

function CompletionList({ id, list }: { id: string; list: CompletionState }) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Completions"
      hidden={!list.open}
      className="mt-1.5 max-h-[min(240px,40dvh)] overflow-y-auto border-t border-line pt-1"
    >
      {list.items.map((item, index) => (
        // The input keeps the focus and names the active option; options are pressed, never focused.
        <div
          key={item.insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === list.active}
          onPointerDown={(event) => {
            event.preventDefault();
            list.pick(index);
          }}
          className="flex h-[30px] items-center gap-2 rounded-1 px-2 aria-selected:bg-accent-soft max-sm:h-10"
        >
          <span className="shrink-0 font-medium">{item.name}</span>
          <span className="min-w-0 truncate text-ink-3">{item.detail}</span>
          {index === list.active ? <Kbd keys="Enter" className="ml-auto" /> : null}
        </div>
      ))}
    </div>
  );
}
