"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useTransition } from "react";
import { ListKeys } from "@/components/list/list-keys";
import { useListKeys, useShortcut } from "@/components/shell/keyboard";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Input, Select, type SelectOption } from "@/components/ui/field";

type Choice = { name: string; label: string; value: string; options: readonly SelectOption[] };

/**
 * A list with the form that filters it: a plain GET form, so that it works before any script has arrived. With
 * scripts a choice applies at once, and the old rows stay until the new ones are there.
 */
export function ListForm({
  path,
  text,
  textLabel,
  choices,
  kept = {},
  isFiltered,
  children,
}: {
  path: string;
  text: string;
  /** What the text searches: "Name, slug or team". */
  textLabel: string;
  choices: readonly Choice[];
  /** What else stands in the address and stays. */
  kept?: Record<string, string>;
  isFiltered: boolean;
  children: ReactNode;
}) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  useShortcut("/", () => search.current?.focus(), { label: "Search the list", group: "Lists" });
  const apply = () => {
    if (!form.current) return;
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(form.current)) {
      if (typeof value === "string" && value.trim() !== "") params.set(name, value.trim());
    }
    startTransition(() => router.push(`${path}${params.size > 0 ? `?${params}` : ""}`, { scroll: false }));
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
        <search className="min-w-0">
          <form
            // A new address is a new form: going back shows what was asked for then.
            key={[text, ...choices.map((choice) => choice.value)].join("\n")}
            ref={form}
            action={path}
            className="flex min-w-0 flex-wrap items-center gap-2 max-sm:-mx-3 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-3 max-sm:py-1 max-sm:[scrollbar-width:none]"
            onSubmit={(event) => {
              event.preventDefault();
              apply();
            }}
          >
            {Object.entries(kept).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <Input
              ref={search}
              type="search"
              name="q"
              aria-label={textLabel}
              placeholder={textLabel}
              defaultValue={text}
              className="!w-52 shrink-0"
              onChange={(event) => {
                if (event.target.value === "" && text !== "") apply();
              }}
            />
            {choices.map((choice) => (
              <span key={choice.name} className="shrink-0">
                <Select
                  name={choice.name}
                  aria-label={choice.label}
                  defaultValue={choice.value}
                  options={choice.options}
                  className="!w-auto max-w-56"
                  onChange={apply}
                />
              </span>
            ))}
            <noscript>
              <Button type="submit">Show</Button>
            </noscript>
          </form>
        </search>
        {isFiltered ? (
          <Button variant="ghost" onClick={() => startTransition(() => router.push(path, { scroll: false }))}>
            Clear filters
          </Button>
        ) : null}
        <span className="ml-auto flex items-center gap-3.5 text-small text-ink-3 touch:hidden max-md:hidden">
          <ListKeys />
        </span>
      </div>
      <div ref={list} aria-busy={isPending} className={cx("flex flex-col gap-3", isPending && "opacity-60")}>
        {children}
      </div>
    </>
  );
}
