"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";

/**
 * Commands join the parts of the page that offer an action (a button, a key, the palette) with the one that does it,
 * without either importing the other. A page's own ids are welcome: "incident.resolve".
 */
export type CommandId = "log-incident" | "open-palette" | "show-keys" | (string & {});
export type CommandHandler = (detail?: unknown) => void;

const handlers = new Map<CommandId, CommandHandler[]>();
const waiting = new Map<CommandId, unknown>();

/** Runs the newest handler of a command. Without one the call waits: its part of the page may still be loading. */
export function runCommand(id: CommandId, detail?: unknown): boolean {
  const handler = handlers.get(id)?.at(-1);
  if (!handler) {
    waiting.set(id, detail);
    return false;
  }
  handler(detail);
  return true;
}

/** Registers a handler outside React; returns the function that takes it away again. */
function registerCommand(id: CommandId, handler: CommandHandler): () => void {
  handlers.set(id, [...(handlers.get(id) ?? []), handler]);
  if (waiting.has(id)) {
    const detail = waiting.get(id);
    waiting.delete(id);
    handler(detail);
  }
  return () => {
    handlers.set(id, handlers.get(id)?.filter((other) => other !== handler) ?? []);
  };
}

/** Offers a command for as long as the component is mounted. */
export function useCommand(id: CommandId, handler: CommandHandler): void {
  const run = useEffectEvent(handler);
  useEffect(() => registerCommand(id, (detail) => run(detail)), [id]);
}

export type Shortcut = {
  /** One key ("e", "/", "Enter") or two in a row ("g o"). Letters are matched without case. */
  keys: string;
  label: string;
  /** The heading under which "?" lists it. */
  group: string;
  run: (event: KeyboardEvent) => void;
};

const shortcuts: Shortcut[] = [];

/** What "?" lists, in the order in which it was registered. */
export function listShortcuts(): readonly Shortcut[] {
  return shortcuts;
}

/** Adds a shortcut; returns the function that takes it away again. */
export function registerShortcut(shortcut: Shortcut): () => void {
  shortcuts.push(shortcut);
  return () => {
    const at = shortcuts.indexOf(shortcut);
    if (at >= 0) shortcuts.splice(at, 1);
  };
}

/** A shortcut for as long as the component is mounted; `enabled: false` removes it, also from the list of keys. */
export function useShortcut(
  keys: string,
  run: (event: KeyboardEvent) => void,
  options: { label: string; group?: string; enabled?: boolean },
): void {
  const { label, group = "This page", enabled = true } = options;
  const act = useEffectEvent(run);
  useEffect(() => {
    if (!enabled) return;
    return registerShortcut({ keys, label, group, run: (event) => act(event) });
  }, [keys, label, group, enabled]);
}

/** Whether a key press belongs to what has the focus: typing, a modifier, an open dialog or menu. */
function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.metaKey || event.ctrlKey || event.altKey)
    return true;
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, select, [contenteditable]:not([contenteditable=false])")) return true;
  return document.querySelector("[data-dialog], [role=menu], [role=listbox]") !== null;
}

let pendingKey = "";
let pendingAt = 0;

/** Finds the shortcut for a key press; the second key of a pair must follow within a second. */
function matchShortcut(event: KeyboardEvent): Shortcut | undefined {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const pair = event.timeStamp - pendingAt < 1000 ? `${pendingKey} ${key}` : "";
  pendingKey = "";
  const found =
    shortcuts.findLast((one) => one.keys === pair) ?? shortcuts.findLast((one) => one.keys === key);
  if (!found && shortcuts.some((one) => one.keys.startsWith(`${key} `))) {
    pendingKey = key;
    pendingAt = event.timeStamp;
  }
  return found;
}

/** The page's one key listener; the shell mounts it. */
export function handleKey(event: KeyboardEvent): void {
  if (
    (event.metaKey || event.ctrlKey) &&
    !event.altKey &&
    !event.shiftKey &&
    event.key.toLowerCase() === "k"
  ) {
    event.preventDefault();
    runCommand("open-palette");
    return;
  }
  if (isTyping(event)) return;
  const shortcut = matchShortcut(event);
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run(event);
}

/**
 * `j` and `k` move through the rows of a list, Enter opens the selected one. Rows are the elements marked
 * `data-row` inside `list`; the selected one carries `data-selected`, and its first link is what Enter follows.
 */
export function useListKeys(list: RefObject<HTMLElement | null>, options: { enabled?: boolean } = {}): void {
  const { enabled = true } = options;
  const move = (step: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.findIndex((row) => row.hasAttribute("data-selected"));
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
    if (!next) return;
    rows[at]?.removeAttribute("data-selected");
    next.setAttribute("data-selected", "");
    next.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  useShortcut("j", () => move(1), { label: "Next row", group: "Lists", enabled });
  useShortcut("k", () => move(-1), { label: "Previous row", group: "Lists", enabled });
  useShortcut(
    "Enter",
    (event) => {
      // A focused link or button already answers Enter itself.
      const focused = event.target instanceof Element && event.target.closest("a[href], button");
      const link = list.current?.querySelector<HTMLElement>("[data-selected] a[href]");
      if (focused instanceof HTMLElement) focused.click();
      else link?.click();
    },
    { label: "Open the selected row", group: "Lists", enabled },
  );
}
