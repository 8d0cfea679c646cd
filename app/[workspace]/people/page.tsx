import type { Metadata } from "next";
import { z } from "zod";
import { ListForm } from "@/components/form/list-form";
import { FirstNextLinks } from "@/components/list/first-next-links";
import { AddPerson } from "@/components/person/person-actions";
import { LEVEL_OPTIONS } from "@/components/person/person-levels";
import { RosterTable } from "@/components/person/roster-table";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { canKeepRoster } from "@/domain/access/roster";
import { addDays, dayOf, mondayOf } from "@/domain/calendar/day";
import { numberWords } from "@/domain/overview/words";
import {
  parseRosterQuery,
  type RosterQuery,
  rosterSearch,
  STANDING_WORDS,
  STANDINGS,
} from "@/domain/person/roster";
import { weeklyAdoption } from "@/server/ai-use/queries";
import { findCursor, writeCursor } from "@/server/api/page";
import { listPeople } from "@/server/person/queries";
import { type RosterCounts, rosterCounts } from "@/server/person/roster";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";
import { RosterFigures } from "./roster-figures";

export const metadata: Metadata = { title: "People" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PEOPLE_PER_PAGE = 100;
const cursorSchema = z.object({ name: z.string().max(200), id: z.uuid() });

export default async function PeoplePage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const query = parseRosterQuery(await searchParams);
  const today = dayOf(ctx.now.getTime(), workspace.timeZone);
  const thisWeek = mondayOf(today);
  const [page, counts, teams, adoption] = await Promise.all([
    listPeople(ctx, {
      q: query.q || undefined,
      team: query.team || undefined,
      level: query.level ?? undefined,
      standing: query.standing === "all" ? undefined : query.standing,
      today,
      limit: PEOPLE_PER_PAGE,
      cursor: findCursor(query.cursor, cursorSchema),
    }),
    rosterCounts(ctx, today),
    listTeams(ctx),
    weeklyAdoption(ctx, { from: addDays(thisWeek, -7), to: thisWeek }),
  ]);
  const path = `/${workspace.slug}/people`;
  const all = counts.on + counts.left + counts.joining + (counts.unlisted ?? 0);
  const allGenerated = page.people.every((person) => person.generated);
  const isFiltered = query.q !== "" || query.team !== "" || query.level !== null || query.standing !== "on";
  const teamNames = teams.map((team) => team.name);
  return (
    <Page
      title="People"
      actions={
        <>
          {canKeepRoster(ctx.actor) ? (
            <LinkButton variant="ghost" href={`${path}/identities`} className="max-sm:hidden">
              Identities
            </LinkButton>
          ) : null}
          <AddPerson workspace={workspace.slug} teams={teamNames} />
        </>
      }
    >
      <PrintLine>
        <b>{workspace.name}, people.</b> {STANDING_WORDS[query.standing === "all" ? "on" : query.standing]},
        as of {today}.{workspace.isSample ? " Sample workspace, generated." : ""}
      </PrintLine>
      {all === 0 ? (
        <NoPeople base={`/${workspace.slug}`} />
      ) : (
        <>
          <RosterFigures
            counts={counts}
            week={adoption.points.at(0) ?? null}
            target={adoption.target}
            base={`/${workspace.slug}`}
          />
          <ListForm
            path={path}
            text={query.q}
            textLabel="Name, email or handle"
            choices={choicesOf(query, teamNames, counts.unlisted !== null)}
            isFiltered={isFiltered}
          >
            <Panel aria-labelledby="people">
              <PanelHeader
                id="people"
                title={titleOf(query, counts, all)}
                description={
                  <span className="max-sm:hidden">
                    by name{allGenerated && page.people.length > 0 ? "; generated" : ""}
                  </span>
                }
              />
              {page.people.length > 0 ? (
                <RosterTable people={page.people} path={path} today={today} tagged={!allGenerated} />
              ) : (
                <NothingFound query={query} path={path} />
              )}
            </Panel>
            <Pages query={query} path={path} next={page.next} />
          </ListForm>
        </>
      )}
    </Page>
  );
}

/** With its number where the standing alone decides who is listed. */
function titleOf(query: RosterQuery, counts: RosterCounts, all: number): string {
  const words = query.standing === "all" ? "Everyone" : STANDING_WORDS[query.standing];
  if (query.q !== "" || query.team !== "" || query.level !== null) return words;
  return `${words}, ${numberWords(query.standing === "all" ? all : (counts[query.standing] ?? 0))}`;
}

function choicesOf(query: RosterQuery, teams: readonly string[], withUnlisted: boolean) {
  const standings = STANDINGS.filter((one) => one !== "on" && (withUnlisted || one !== "unlisted"));
  const names = query.team === "" || teams.includes(query.team) ? teams : [...teams, query.team];
  return [
    {
      name: "standing",
      label: "Standing",
      value: query.standing === "on" ? "" : query.standing,
      options: [
        { value: "", label: STANDING_WORDS.on },
        ...standings.map((value) => ({ value, label: STANDING_WORDS[value] })),
        { value: "all", label: "Everyone" },
      ],
    },
    {
      name: "team",
      label: "Team",
      value: query.team,
      options: [{ value: "", label: "All teams" }, ...names.map((name) => ({ value: name, label: name }))],
    },
    {
      name: "level",
      label: "Level",
      value: query.level ?? "",
      options: [{ value: "", label: "All levels" }, ...LEVEL_OPTIONS],
    },
  ];
}

function Pages({
  query,
  path,
  next,
}: {
  query: RosterQuery;
  path: string;
  next: { name: string; id: string } | null;
}) {
  return (
    <FirstNextLinks
      first={query.cursor === "" ? null : `${path}${rosterSearch(query, {})}`}
      next={
        next === null
          ? null
          : `${path}${rosterSearch(query, { cursor: writeCursor({ name: next.name, id: next.id }) })}`
      }
      rows={PEOPLE_PER_PAGE}
    />
  );
}

function NothingFound({ query, path }: { query: RosterQuery; path: string }) {
  const filters = [
    query.q === "" ? "" : `text: ${query.q}`,
    query.standing === "all" ? "" : STANDING_WORDS[query.standing].toLowerCase(),
    query.team === "" ? "" : `team: ${query.team}`,
    query.level === null ? "" : `level: ${query.level}`,
  ].filter(Boolean);
  return (
    <EmptyState
      className="p-4"
      title="Nobody matches"
      action={
        <span className="flex flex-wrap gap-2">
          <LinkButton href={path}>Clear filters</LinkButton>
          {query.standing === "all" ? null : (
            <LinkButton variant="ghost" href={`${path}${rosterSearch(query, { standing: "all" })}`}>
              Look among everyone
            </LinkButton>
          )}
        </span>
      }
    >
      The filter “{filters.join(", ")}” matches nobody.
    </EmptyState>
  );
}

function NoPeople({ base }: { base: string }) {
  return (
    <Panel className="max-w-[860px] p-6 max-sm:p-4">
      <EmptyState
        title="Nobody is on the roster yet"
        action={<LinkButton href={`${base}/import`}>Import a roster</LinkButton>}
      >
        The roster is who the AI adoption rate is a share of. Import it as CSV with names, levels and teams,
        or add the first person with <b>N</b>.
      </EmptyState>
    </Panel>
  );
}
