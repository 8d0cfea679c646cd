"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Go } from "@/components/list/filtered-list";
import { authorsQuery } from "@/components/query/changes";
import { FilterChip } from "@/components/ui/filter-chip";

type Author = { id: string; name: string };

/** A filter by people: a company has too many of them to send along, so they are searched by name. */
export function AuthorFilter({
  workspace,
  known,
  value,
  go,
}: {
  workspace: string;
  /** Those in the address when the page was made. */
  known: readonly Author[];
  value: string | undefined;
  go: Go;
}) {
  const chosen = value?.split(",") ?? [];
  const [met, setMet] = useState<readonly Author[]>(known);
  const named = chosen.map((id) => met.find((one) => one.id === id)?.name ?? "1 person");
  const toggle = (author: Author) => {
    setMet((before) => [...before, author]);
    const next = chosen.includes(author.id)
      ? chosen.filter((id) => id !== author.id)
      : [...chosen, author.id];
    go({ author: next.join(",") || null });
  };
  return (
    <FilterChip label="Author" summary={named.length > 3 ? `${named.length} people` : named.join(", ")}>
      <AuthorList
        workspace={workspace}
        chosen={chosen}
        met={met}
        toggle={toggle}
        clear={() => go({ author: null })}
      />
    </FilterChip>
  );
}

function AuthorList({
  workspace,
  chosen,
  met,
  toggle,
  clear,
}: {
  workspace: string;
  chosen: readonly string[];
  met: readonly Author[];
  toggle: (author: Author) => void;
  clear: () => void;
}) {
  const [text, setText] = useState("");
  const { data: found, isError } = useQuery(authorsQuery(workspace, text.trim()));
  const kept = met.filter(({ id }, index) => {
    return chosen.includes(id) && met.findIndex((one) => one.id === id) === index;
  });
  const others = (found ?? []).filter(({ id }) => !chosen.includes(id));
  return (
    <div className="w-60 max-w-full">
      <input
        type="search"
        aria-label="Search people"
        placeholder="Name or login"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-(--ctl) w-full border-b border-line bg-transparent px-3 outline-none focus-visible:outline-none touch:text-[16px]"
      />
      <fieldset aria-label="Author" className="max-h-80 overflow-y-auto overscroll-contain p-1">
        {[...kept, ...others].map((author) => (
          <label
            key={author.id}
            className="flex min-h-[30px] cursor-pointer items-center gap-2 rounded-2 px-2 hover:bg-surface-2 has-focus-visible:bg-surface-2 touch:min-h-10"
          >
            <input
              type="checkbox"
              checked={chosen.includes(author.id)}
              onChange={() => toggle(author)}
              className="size-3.5 shrink-0 accent-accent"
            />
            <span className="min-w-0 truncate">{author.name}</span>
          </label>
        ))}
        {found?.length === 0 ? (
          <p className="px-2 py-1.5 text-ink-3">
            {text ? `Nobody matches “${text}”.` : "Nobody is known yet."}
          </p>
        ) : null}
        {isError ? (
          <p className="px-2 py-1.5 text-ink-2">The people did not load. Type to try again.</p>
        ) : null}
      </fieldset>
      {chosen.length > 0 ? (
        <div className="border-t border-line p-1">
          <button
            type="button"
            onClick={clear}
            className="h-[30px] w-full rounded-2 px-2 text-left text-ink-2 hover:bg-surface-2 touch:h-10"
          >
            Clear
          </button>
        </div>
      ) : null}
    </div>
  );
}
