import type { Metadata } from "next";
import Link from "next/link";
import { cache, type ReactNode } from "react";
import { ErasePerson } from "@/components/person/erase-person";
import { EditPerson } from "@/components/person/person-actions";
import { Page, PrintLine } from "@/components/shell/page";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { DataTable, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { canErasePerson } from "@/domain/access/roster";
import { dayOf } from "@/domain/calendar/day";
import { dayWords } from "@/domain/overview/words";
import { isErased } from "@/domain/person/pseudonym";
import { STANDING_WORDS, standingOf } from "@/domain/person/roster";
import type { Person } from "@/domain/person/schema";
import { getPerson } from "@/server/person/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";
import { foundById } from "../../found-or-404";

type Props = { params: Promise<{ workspace: string; id: string }> };

const readPerson = cache(async (workspace: string, id: string): Promise<Person> => {
  const { ctx } = await pageContext(workspace);
  return foundById(id, () => getPerson(ctx, id));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await readPerson(workspace, id)).name };
}

export default async function PersonPage({ params }: Props) {
  const { workspace: slug, id } = await params;
  const { ctx, workspace } = await pageContext(slug);
  const [person, teams] = await Promise.all([readPerson(slug, id), listTeams(ctx)]);
  const today = dayOf(ctx.now.getTime(), workspace.timeZone);
  const base = `/${workspace.slug}`;
  return (
    <Page
      title={person.name}
      crumbs={[{ label: "People", href: `${base}/people` }]}
      actions={
        <EditPerson
          workspace={workspace.slug}
          person={person}
          teams={teams.map((team) => team.name)}
          today={today}
        />
      }
    >
      <PrintLine>
        <b>
          {workspace.name}, {person.name}.
        </b>{" "}
        As of {today}.
      </PrintLine>
      <div className="grid items-start gap-4 lg:grid-cols-2 max-sm:gap-3">
        <FactsPanel person={person} today={today} base={base} />
        <LevelsPanel person={person} today={today} />
      </div>
      {canErasePerson(ctx.actor) && !isErased(person.name) ? (
        <ErasePerson
          workspace={workspace.slug}
          person={{ id: person.id, name: person.name, version: person.version }}
        />
      ) : null}
      <p className="text-small text-ink-3">
        What one person does with AI tools is not shown here: adoption is a number of the{" "}
        <Link href={`${base}/people`} className="link">
          whole roster
        </Link>
        .
      </p>
    </Page>
  );
}

function FactsPanel({ person, today, base }: { person: Person; today: string; base: string }) {
  const standing = standingOf(person, today);
  return (
    <Panel aria-labelledby="facts">
      <PanelHeader
        id="facts"
        title="On the roster"
        right={
          <>
            <Chip tone={standing === "on" ? "plain" : "dashed"}>{STANDING_WORDS[standing]}</Chip>
            {person.generated ? <GeneratedTag /> : null}
          </>
        }
      />
      <PanelBody>
        <dl className="flex flex-col gap-2.5">
          <Fact name="Level">{person.level ?? <Nothing>not stated</Nothing>}</Fact>
          <Fact name="Team">
            {person.team === null ? (
              <Nothing>none</Nothing>
            ) : (
              <Link href={`${base}/people?team=${encodeURIComponent(person.team)}`} className="link">
                {person.team}
              </Link>
            )}
          </Fact>
          <Fact name="First day">
            {person.activeFrom === null ? <Nothing>open</Nothing> : dayWords(person.activeFrom, true)}
          </Fact>
          <Fact name="Last day">
            {person.activeTo === null ? <Nothing>open</Nothing> : dayWords(person.activeTo, true)}
          </Fact>
          <Fact name="Email">
            {person.email === null ? (
              <Nothing>none</Nothing>
            ) : (
              <span className="break-all">{person.email}</span>
            )}
          </Fact>
          <Fact name="Handles">
            {person.handles.length === 0 ? (
              <Nothing>none</Nothing>
            ) : (
              <span className="flex flex-wrap gap-1.5">
                {person.handles.map((handle) => (
                  <code key={handle} className="font-mono text-[0.92em] select-all">
                    {handle}
                  </code>
                ))}
              </span>
            )}
          </Fact>
        </dl>
        {standing === "unlisted" ? (
          <p className="mt-3 border-t border-line pt-2.5 text-ink-2">
            Known only from changes or a usage report, and counted in no rate. Edit and choose a level to put
            this person on the roster, or merge it under Identities; what is known stays.
          </p>
        ) : null}
      </PanelBody>
    </Panel>
  );
}

function LevelsPanel({ person, today }: { person: Person; today: string }) {
  const levels = person.levels.toReversed();
  const current = levels.find(({ from }) => from === null || from <= today);
  return (
    <Panel aria-labelledby="levels">
      <PanelHeader id="levels" title="Levels" description="each from the day it is in effect" />
      {levels.length === 0 ? (
        <PanelBody>
          <EmptyState title="No level is stated">Edit, and choose one.</EmptyState>
        </PanelBody>
      ) : (
        <DataTable>
          <thead>
            <tr>
              <Th>Level</Th>
              <Th>From</Th>
              <Th>
                <span className="sr-only">Now</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {levels.map((one) => (
              <tr key={one.from ?? "always"}>
                <Td className="font-medium">{one.level}</Td>
                <Td className="text-ink-2">{one.from === null ? "always" : dayWords(one.from, true)}</Td>
                <Td className="text-right">
                  {one === current ? <Chip>in effect</Chip> : null}
                  {one.from !== null && one.from > today ? <Chip tone="dashed">to come</Chip> : null}
                </Td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3">
      <dt className="text-ink-2">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <span className="font-normal text-ink-3">{children}</span>;
}
