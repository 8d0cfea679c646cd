"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useAbilities } from "@/components/access/abilities";
import { signOut } from "@/components/account/sign-out";
import { SeverityChip } from "@/components/incident/severity-chip";
import { applyTheme, flipTheme } from "@/components/theme/theme-switch";
import { Kbd } from "@/components/ui/kbd";
import { Time } from "@/components/ui/time";
import { useIncidentSearch } from "./incident-search";
import { listShortcuts, runCommand } from "./keyboard";
import { places } from "./places";

const item =
  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-2 px-2.5 data-[selected=true]:bg-accent-soft touch:min-h-11";
const group =
  "p-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-ink-3";

/** Find or do: pages, incidents by number or words, and every action that the page offers. */
export default function Palette({ slug, onClose }: { slug: string; onClose: () => void }) {
  const [query, setQuery] = useState("");
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="float-fade fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          data-dialog
          aria-label="Find or do"
          className="float-fade fixed z-50 flex flex-col overflow-hidden bg-surface text-ink shadow-float outline-none max-sm:inset-0 sm:top-[min(104px,8vh)] sm:left-1/2 sm:w-[600px] sm:max-w-[calc(100vw-24px)] sm:-translate-x-1/2 sm:rounded-[10px]"
        >
          <Command label="Find or do" loop className="flex min-h-0 flex-1 flex-col">
            <div className="flex items-center gap-2 border-b border-line pr-3">
              <Command.Input
                autoFocus
                value={query}
                onValueChange={setQuery}
                placeholder="A page, an action, an incident's number or words"
                className="h-12 min-w-0 flex-1 bg-transparent px-3.5 text-read outline-none focus-visible:outline-none touch:text-[16px]"
              />
              <Base.Close
                className="rounded-2 px-1 text-small text-ink-3 touch:h-10 touch:px-2"
                aria-label="Close"
              >
                <Kbd keys="Esc" />
                <span className="hidden touch:inline max-sm:inline">Close</span>
              </Base.Close>
            </div>
            <Command.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-1 sm:max-h-[min(420px,60vh)]">
              <Choices slug={slug} query={query} onClose={onClose} />
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Choices({ slug, query, onClose }: { slug: string; query: string; onClose: () => void }) {
  const router = useRouter();
  const abilities = useAbilities();
  const search = useIncidentSearch(slug, query);
  // The dialog must be gone before the action opens one of its own.
  const act = (run: () => void) => () => {
    onClose();
    requestAnimationFrame(run);
  };
  const go = (path: string) => act(() => router.push(`/${slug}${path}`));
  const pageActions = listShortcuts().filter((one) => one.group === "This page");
  return (
    <>
      {search.found.length > 0 ? (
        <Command.Group heading="Incidents" className={group}>
          {search.found.map((incident) => (
            <Command.Item
              key={incident.number}
              // What was found stays in the list, whatever words found it.
              value={`incident ${incident.number}`}
              keywords={[query]}
              onSelect={go(`/incidents/${incident.number}`)}
              className={item}
            >
              <span className="w-16 shrink-0 text-ink-3">INC-{incident.number}</span>
              <SeverityChip severity={incident.severity} />
              <span className="min-w-0 truncate font-medium">{incident.title}</span>
              <Time at={incident.impactStartedAt} format="date" className="ml-auto shrink-0 text-ink-3" />
            </Command.Item>
          ))}
        </Command.Group>
      ) : null}
      {pageActions.length > 0 ? (
        <Command.Group heading="This page" className={group}>
          {pageActions.map((one) => (
            <Choice
              key={one.keys}
              label={one.label}
              keys={one.keys}
              onSelect={act(() => one.run(new KeyboardEvent("keydown")))}
            />
          ))}
        </Command.Group>
      ) : null}
      <Command.Group heading="Do" className={group}>
        {abilities.respond ? (
          <Choice label="Log incident" keys="c" onSelect={act(() => runCommand("log-incident"))} />
        ) : null}
        <Choice label="Switch light and dark" onSelect={act(flipTheme)} />
        <Choice label="Follow the system's light or dark" onSelect={act(() => applyTheme("system"))} />
        <Choice label="Show all keys" keys="?" onSelect={act(() => runCommand("show-keys"))} />
        <Choice label="Print this page" onSelect={act(() => window.print())} />
        <Choice label="Sign out" onSelect={act(() => void signOut())} />
      </Command.Group>
      <Command.Group heading="Go to" className={group}>
        {places
          .filter(({ needs }) => needs === undefined || abilities[needs])
          .map((place) => (
            <Choice key={place.path} label={place.label} keys={place.keys} onSelect={go(place.path)} />
          ))}
        <Choice label="Account" onSelect={act(() => router.push("/account"))} />
      </Command.Group>
      <SearchNote state={search.state} />
    </>
  );
}

function Choice({ label, keys, onSelect }: { label: string; keys?: string; onSelect: () => void }) {
  return (
    <Command.Item value={label} onSelect={onSelect} className={item}>
      {label}
      {keys ? (
        <span className="ml-auto flex gap-1">
          {keys.split(" ").map((key) => (
            <Kbd key={key} keys={key.length === 1 ? key.toUpperCase() : key} />
          ))}
        </span>
      ) : null}
    </Command.Item>
  );
}

function SearchNote({ state }: { state: "idle" | "searching" | "failed" | "done" }): ReactNode {
  if (state === "searching") return <p className="px-3.5 py-2 text-ink-3">Searching incidents</p>;
  if (state === "failed") {
    return (
      <p role="alert" className="px-3.5 py-2 text-ink-2">
        The incident search did not answer. Type on to try again.
      </p>
    );
  }
  return <Command.Empty className="px-3.5 py-3 text-ink-3">Nothing is called that.</Command.Empty>;
}
