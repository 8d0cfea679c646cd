"use client";

import { useId } from "react";
import { cx } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import type { Side } from "./merge";
import { type Conflict, unchosen } from "./use-merged-draft";

/** Both versions of what two people edited at once, field by field, and the choice between them. */
export function ConflictNote({
  conflict,
  isAsked,
  onChoose,
}: {
  conflict: Conflict;
  /** She tried to save: what is not chosen yet is said. */
  isAsked: boolean;
  onChoose: (field: string, side: Side) => void;
}) {
  const { what, change, rows } = conflict;
  const open = unchosen(conflict);
  return (
    <section aria-label="Two versions" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2">
      <div role="alert">
        <p className="font-medium text-warn">
          {change ? (
            <>
              {change.by} saved {what} at <Time at={change.at} withZone />, while you were editing.
            </>
          ) : (
            `Somebody saved ${what} while you were editing.`
          )}
        </p>
        <p>{sentenceOf(rows.length, open.length)}</p>
        {isAsked && open.length > 0 ? (
          <p className="font-medium text-bad">Not saved yet. Choose for: {open.join(", ")}.</p>
        ) : null}
      </div>
      {rows.map((row) => (
        <Choice key={row.field} row={row} onChoose={(side) => onChoose(row.field, side)} />
      ))}
    </section>
  );
}

function sentenceOf(rows: number, open: number): string {
  if (rows === 0) return "None of your values differs from theirs.";
  if (open > 0) return "You both changed the same. Choose what is kept, then save.";
  return "What only one of you changed is put together below. Change the choice where it is wrong, then save.";
}

function Choice({ row, onChoose }: { row: Conflict["rows"][number]; onChoose: (side: Side) => void }) {
  const name = useId();
  return (
    <fieldset data-unchosen={row.side === null || undefined} className="mt-2 min-w-0">
      <legend className="text-small text-ink-2">
        <span className="font-medium text-ink">{row.label}</span>
        {row.isBoth ? " · both of you changed it" : null}
      </legend>
      <div className="mt-1 grid gap-1.5 sm:grid-cols-2">
        {(["mine", "theirs"] as const).map((side) => (
          <label
            key={side}
            className={cx(
              "flex min-h-10 min-w-0 cursor-pointer items-start gap-2 rounded-2 border bg-surface px-2.5 py-1.5",
              "has-focus-visible:outline-2 has-focus-visible:outline-accent",
              row.side === side ? "border-accent" : "border-line-strong hover:border-ink-3",
            )}
          >
            <input
              type="radio"
              name={name}
              checked={row.side === side}
              onChange={() => onChoose(side)}
              className="mt-0.5 accent-(--accent) outline-none"
            />
            <span className="min-w-0 flex-1">
              <span className="block text-small text-ink-3">
                {side === "mine" ? "Keep mine" : "Take theirs"}
              </span>
              <span className="block max-h-32 overflow-y-auto break-words whitespace-pre-wrap">
                {row[side]}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
