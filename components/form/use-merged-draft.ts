"use client";

import { useState } from "react";
import { type Drafted, type MergeRow, mergedDraft, mergeRows, type Side } from "./merge";

/** How a form's fields are called and read. */
export type FormWords<D extends Drafted> = {
  /** What is edited, as in "this incident". */
  what: string;
  labels: Record<keyof D & string, string>;
  /** A value as people read it; its text where left out. */
  wordsOf?: (field: keyof D & string, value: D[keyof D & string]) => string;
  /** What two values of a field are compared by; their text where left out. */
  textOf?: (field: keyof D & string, value: D[keyof D & string]) => string;
};

export type Change = { by: string; at: string };

/** A conflict, ready to be shown. */
export type Conflict = {
  what: string;
  change: Change | null;
  rows: {
    field: string;
    label: string;
    mine: string;
    theirs: string;
    side: Side | null;
    isBoth: boolean;
  }[];
};

export type MergedDraft<D extends Drafted> = {
  /** What the draft is compared with: what was opened, or what was found stored since. */
  opened: D;
  draft: D;
  setDraft: (draft: D) => void;
  conflict: Conflict | null;
  choose: (field: string, side: Side) => void;
  /** Begins again from a version, with nothing typed. */
  start: (from: D) => void;
  /** Puts what is typed together with what somebody else has stored meanwhile. */
  meet: (stored: D, change: Change | null) => void;
};

type State<D extends Drafted> = {
  opened: D;
  draft: D;
  met: { rows: (MergeRow<D> & { isBoth: boolean })[]; change: Change | null } | null;
};

const plainText = (value: unknown) => (typeof value === "string" ? value.trim() : JSON.stringify(value));

/**
 * What is typed, and what it began from. When somebody else saved first, the fields that only one of the two changed
 * come together by themselves; for the others a person chooses, and nothing typed is lost.
 */
export function useMergedDraft<D extends Drafted>(first: () => D, words: FormWords<D>): MergedDraft<D> {
  const [state, setState] = useState<State<D>>(() => {
    const opened = first();
    return { opened, draft: opened, met: null };
  });
  const textOf = words.textOf ?? ((_, value) => plainText(value));
  const wordsOf = (field: keyof D & string, value: D[keyof D & string]) =>
    (words.wordsOf ?? textOf)(field, value) || "empty";
  return {
    opened: state.opened,
    draft: state.draft,
    setDraft: (draft) => setState((now) => ({ ...now, draft })),
    start: (from) => setState({ opened: from, draft: from, met: null }),
    meet: (stored, change) =>
      setState((now) => {
        const rows = mergeRows({ opened: now.opened, mine: now.draft, theirs: stored }, textOf);
        return {
          opened: stored,
          draft: mergedDraft(now.draft, rows),
          met: { change, rows: rows.map((row) => ({ ...row, isBoth: row.side === null })) },
        };
      }),
    choose: (field, side) =>
      setState((now) => {
        const row = now.met?.rows.find((one) => one.field === field);
        if (now.met === null || row === undefined) return now;
        const rows = now.met.rows.map((one) => (one === row ? { ...one, side } : one));
        return { ...now, draft: { ...now.draft, [field]: row[side] }, met: { ...now.met, rows } };
      }),
    conflict: state.met && {
      what: words.what,
      change: state.met.change,
      rows: state.met.rows.map((row) => ({
        field: row.field,
        label: words.labels[row.field],
        mine: wordsOf(row.field, row.mine),
        theirs: wordsOf(row.field, row.theirs),
        side: sideOf(row, textOf(row.field, state.draft[row.field]), (value) => textOf(row.field, value)),
        isBoth: row.isBoth,
      })),
    },
  };
}

/** Typing on in the field itself is a choice too: then neither of the two stands there any more. */
function sideOf<D extends Drafted>(
  row: MergeRow<D>,
  present: string,
  textOf: (value: D[keyof D & string]) => string,
): Side | null {
  if (present === textOf(row.theirs)) return "theirs";
  return present === textOf(row.mine) ? row.side : "mine";
}

/** Labels of the fields for which nobody has chosen yet. */
export function unchosen(conflict: Conflict | null): string[] {
  return (conflict?.rows ?? []).filter(({ side }) => side === null).map(({ label }) => label);
}
