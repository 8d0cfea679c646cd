import Link from "next/link";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { dayWords } from "@/domain/overview/words";
import { levelSince, STANDING_WORDS, standingOf } from "@/domain/person/roster";
import type { Person } from "@/domain/person/schema";

/** The roster, two lines a person on a phone. What one person does with AI tools is in no column. */
export function RosterTable({
  people,
  path,
  today,
  tagged,
}: {
  people: readonly Person[];
  path: string;
  today: string;
  /** Whether rows say that they are generated; not when all of them are. */
  tagged: boolean;
}) {
  return (
    <DataTable>
      <caption className="sr-only">People</caption>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th wide>Team</Th>
          <Th>Level</Th>
          <Th wide>Since</Th>
          <Th wide className="max-lg:hidden print:table-cell">
            First day
          </Th>
          <Th wide>Last day</Th>
          <Th wide className="max-lg:hidden print:table-cell">
            Handles
          </Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} path={path} today={today} tagged={tagged} />
        ))}
      </tbody>
    </DataTable>
  );
}

function Row({
  person,
  path,
  today,
  tagged,
}: {
  person: Person;
  path: string;
  today: string;
  tagged: boolean;
}) {
  const standing = standingOf(person, today);
  const since = levelSince(person, today);
  const secondLine = [person.team ?? "no team", spanWordsOf(person)].filter(Boolean).join(" · ");
  return (
    <tr data-row>
      <TitleCell className="lg:!w-[30%]">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={`${path}/${person.id}`}
            prefetch={false}
            className="font-medium hover:underline lg:shrink-0 lg:whitespace-nowrap"
          >
            {person.name}
          </Link>
          {person.email ? (
            <span className="min-w-0 truncate text-ink-3 max-lg:hidden">{person.email}</span>
          ) : null}
          {standing === "on" ? null : <Chip tone="dashed">{STANDING_WORDS[standing].toLowerCase()}</Chip>}
          {tagged && person.generated ? <GeneratedTag /> : null}
        </span>
        <SecondLine>{secondLine}</SecondLine>
      </TitleCell>
      <Td wide className="whitespace-nowrap text-ink-2">
        {person.team ?? "–"}
      </Td>
      <Td className="whitespace-nowrap">{person.level ?? <span className="text-ink-3">not stated</span>}</Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        {person.level === null ? "–" : since === null ? "always" : dayWords(since, true)}
      </Td>
      <Td wide className="max-lg:hidden whitespace-nowrap text-ink-2 print:table-cell">
        {dayOrDash(person.activeFrom)}
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        {dayOrDash(person.activeTo)}
      </Td>
      <Td
        wide
        className="max-w-52 truncate text-ink-2 max-lg:hidden print:table-cell"
        title={person.handles.join(", ")}
      >
        {person.handles.length > 0 ? person.handles.join(", ") : "–"}
      </Td>
    </tr>
  );
}

function dayOrDash(day: string | null): string {
  return day === null ? "–" : dayWords(day, true);
}

function spanWordsOf({ activeFrom, activeTo }: Person): string {
  if (activeTo !== null) return `to ${dayWords(activeTo, true)}`;
  return activeFrom === null ? "" : `from ${dayWords(activeFrom, true)}`;
}
