"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { changeSearchQuery } from "@/components/query/changes";
import { useShortcut } from "@/components/shell/keyboard";
import { cx } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { Time } from "@/components/ui/time";
import type { ChangeSummary } from "@/domain/change/schema";
import { changeKindName } from "./change-kind";

type Search = {
  state: "idle" | "searching" | "failed" | "done";
  found: ChangeSummary[];
};

const REST_MS = 150;
/** Of what is found, at least three are to be seen below the field. */
const ROOM_PX = 160;

/** Finds a change by its address, its revision, its number or words, to link it. */
export function LinkSearch({
  workspace,
  zone,
  onPick,
}: {
  workspace: string;
  zone: string;
  onPick: (change: ChangeSummary) => void;
}) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const search = useChangeSearch(workspace, text);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  useShortcut("/", () => input.current?.focus(), { label: "Find a change to link", group: "Suspects" });
  const pick = (change: ChangeSummary | undefined) => {
    if (change === undefined) return;
    setText("");
    onPick(change);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt((now) => Math.min(search.found.length - 1, Math.max(0, now + step)));
    else if (event.key === "Enter") pick(search.state === "done" ? search.found[at] : undefined);
    else if (event.key === "Escape") {
      setText("");
      input.current?.blur();
    } else return;
    event.preventDefault();
  };
  const isOpen = search.state !== "idle";
  useEffect(() => {
    const field = input.current;
    if (!isOpen || field === null) return;
    const room = window.innerHeight - field.getBoundingClientRect().bottom;
    if (room < ROOM_PX) field.scrollIntoView({ block: "center" });
  }, [isOpen]);
  useEffect(() => {
    if (search.found.length > 0)
      document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, listId, search.found.length]);
  return (
    <div className="min-w-0 flex-1 print:hidden">
      <div className="relative sm:max-w-[360px]">
        <Link2
          size={14}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
        />
        <input
          ref={input}
          type="search"
          role="combobox"
          aria-label="Find a change to link"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-activedescendant={search.found[at] ? `${listId}-${at}` : undefined}
          autoComplete="off"
          placeholder="Paste a URL or revision, or search"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-(--ctl) w-full rounded-2 border border-control bg-surface pr-8 pl-8 hover:border-ink-3 focus-visible:border-accent focus-visible:outline-2 focus-visible:-outline-offset-1 touch:text-[16px]"
        />
        {text === "" ? <Kbd keys="/" className="absolute top-1/2 right-2 -translate-y-1/2" /> : null}
      </div>
      {isOpen ? (
        <div id={listId} role="listbox" aria-label="Changes found" className="mt-2 flex flex-col">
          {search.found.map((change, index) => (
            <Found
              key={change.id}
              id={`${listId}-${index}`}
              change={change}
              zone={zone}
              selected={index === at}
              onPick={() => pick(change)}
            />
          ))}
          {search.found.length === 0 ? (
            <p role="status" className="px-2 py-1.5 text-ink-2">
              {EMPTY[search.state]}
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

const EMPTY: Record<Search["state"], string> = {
  idle: "",
  searching: "Searching",
  failed: "The search did not answer. Type once more to try again.",
  done: "No change on record is called that. Try the head of its revision, #123, or words of its title.",
};

function Found({
  id,
  change,
  zone,
  selected,
  onPick,
}: {
  id: string;
  change: ChangeSummary;
  zone: string;
  selected: boolean;
  onPick: () => void;
}) {
  return (
    // The keys stay in the field above; a pointer takes an option by itself.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      onClick={onPick}
      onKeyDown={(event) => event.key === "Enter" && onPick()}
      className={cx(
        "flex cursor-pointer items-baseline gap-x-2 rounded-2 px-2 py-1.5 hover:bg-surface-2 touch:min-h-10",
        selected && "bg-accent-soft",
      )}
    >
      <span className="min-w-0 flex-1 break-words">
        <span className="font-medium">{change.title}</span>{" "}
        {change.ref ? <code className="font-mono text-small text-ink-3">{change.ref}</code> : null}{" "}
        <span className="text-small text-ink-3">
          {[
            changeKindName(change.kind),
            change.services.map(({ name }) => name).join(", "),
            change.author?.name,
          ]
            .filter(Boolean)
            .join(" · ")}
          {" · "}
          <Time at={change.at} zone={zone} />
        </span>
      </span>
      <span className="text-small text-accent">Link</span>
    </div>
  );
}

/** Asks once the typing rests; two letters are the least. */
function useChangeSearch(workspace: string, typed: string): Search {
  const text = typed.trim().slice(0, 300);
  const [rested, setRested] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setRested(text.length < 2 ? "" : text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isError, isFetching } = useQuery(changeSearchQuery(workspace, rested));
  if (text.length < 2) return { state: "idle", found: [] };
  if (isError) return { state: "failed", found: [] };
  // What was found for an earlier text stays in view, and is never taken for the answer to this one.
  const isCurrent = rested === text && !isFetching;
  return { state: isCurrent ? "done" : "searching", found: data ?? [] };
}
