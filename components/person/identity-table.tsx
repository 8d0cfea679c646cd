import Link from "next/link";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { PersonIdentity } from "@/domain/person/identity-schema";
import { HandlesButton, MergeButton } from "./identity-actions";
import { calledWords, changesWords } from "./identity-words";

/** People with everything they are called, by name. */
export function IdentityTable({
  identities,
  workspace,
  zone,
  tagged,
}: {
  identities: readonly PersonIdentity[];
  workspace: string;
  zone: string;
  /** Whether rows say who is not on the roster; not when nobody is. */
  tagged: boolean;
}) {
  return (
    <DataTable>
      <caption className="sr-only">Who is called what</caption>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th wide>Called</Th>
          <Th num wide>
            Changes
          </Th>
          <Th wide className="max-lg:hidden">
            Last change
          </Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {identities.map((one) => (
          <Row key={one.id} person={one} workspace={workspace} zone={zone} tagged={tagged} />
        ))}
      </tbody>
    </DataTable>
  );
}

function Row({
  person,
  workspace,
  zone,
  tagged,
}: {
  person: PersonIdentity;
  workspace: string;
  zone: string;
  tagged: boolean;
}) {
  const called = calledWords(person);
  return (
    <tr data-row>
      <TitleCell>
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={`/${workspace}/people/${person.id}`}
            prefetch={false}
            className="min-w-0 font-medium break-words hover:underline"
          >
            {person.name}
          </Link>
          {person.onRoster || !tagged ? null : <Chip tone="dashed">not on the roster</Chip>}
          {person.generated ? <GeneratedTag /> : null}
        </span>
        <SecondLine>
          <span className="[overflow-wrap:anywhere]">{called}</span> · {changesWords(person.changes)}
        </SecondLine>
      </TitleCell>
      <Td wide className="max-w-0 truncate text-ink-2 sm:w-2/5" title={called}>
        {called || "–"}
      </Td>
      <Td num wide>
        {person.changes >= 1000 ? "1,000+" : person.changes}
      </Td>
      <Td wide className="max-lg:hidden whitespace-nowrap text-ink-2">
        {person.lastChangeAt === null ? "–" : <Time at={person.lastChangeAt} zone={zone} format="date" />}
      </Td>
      <Td className="text-right whitespace-nowrap">
        <span className="inline-flex gap-1.5">
          <HandlesButton workspace={workspace} person={person} />
          <MergeButton workspace={workspace} from={person} suggested={null} />
        </span>
      </Td>
    </tr>
  );
}
