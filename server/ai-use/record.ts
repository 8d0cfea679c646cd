import { sql } from "drizzle-orm";
import { canRecordAiUse } from "@/domain/access/roster";
import { type Day, dayOf, mondayOf } from "@/domain/calendar/day";
import { Invalid } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { readWorkspace } from "@/server/workspace/queries";
import { type KnownPeople, readKnownPeople } from "./people";

export interface AiUseRow {
  person?: string | undefined;
  email?: string | undefined;
  day: Day;
  tool: string;
}

export interface AiUseRefusal {
  index: number;
  field: string;
  reason: string;
}

export interface AiUseResult {
  accepted: number;
  unchanged: number;
  refused: AiUseRefusal[];
}

export interface RecordOptions {
  /** Who told: part of the coverage. Defaults to the API. */
  source?: string;
  /** Keeps a login or address that nobody on the roster has, as a person who is not on the roster. */
  keepUnknown?: boolean;
  /** Days the source tells about, also those on which nobody used a tool; the days of the rows are always. */
  coveredDays?: readonly Day[];
}

const EARLIEST_DAY: Day = "2000-01-01";

interface Use {
  personId: string;
  day: Day;
  tool: string;
}

/**
 * Stores who used which tool on which day, once; the weeks and the coverage are written with it. A row that cannot
 * be stored is refused with its reason and never stops the others.
 */
export function recordAiUse(
  ctx: Ctx,
  rows: readonly AiUseRow[],
  options: RecordOptions = {},
): Promise<AiUseResult> {
  authorise(canRecordAiUse(ctx.actor), "Recording AI use needs the admin role.");
  const source = options.source ?? "api";
  return inTransaction(ctx, async (tx) => {
    const { timeZone } = await readWorkspace(tx);
    const today = dayOf(tx.now.getTime(), timeZone);
    const people = await readKnownPeople(tx, rows, options.keepUnknown ?? false);
    const refused: AiUseRefusal[] = [];
    const uses = new Map<string, Use>();
    let taken = 0;
    rows.forEach((row, index) => {
      const outcome = useOf(row, people, today);
      if ("reason" in outcome) refused.push({ index, ...outcome });
      else {
        taken += 1;
        uses.set(`${outcome.personId} ${outcome.day} ${outcome.tool}`, outcome);
      }
    });
    const covered = coveredDays(uses.values(), options.coveredDays ?? [], today);
    const accepted = await writeUses(tx, sorted(uses), source);
    await writeCoverage(tx, covered, source);
    if (accepted > 0) {
      await recordAudit(tx, {
        action: "ai-use.record",
        objectKind: "ai-use",
        objectId: source,
        after: { accepted, refused: refused.length },
      });
    }
    return { accepted, unchanged: taken - accepted, refused };
  });
}

function useOf(row: AiUseRow, people: KnownPeople, today: Day): Use | { field: string; reason: string } {
  if (row.day > today) {
    return { field: "day", reason: `${row.day} is in the future. Send a day up to ${today}.` };
  }
  if (row.day < EARLIEST_DAY) return { field: "day", reason: `Send a day from ${EARLIEST_DAY} on.` };
  const found = people.find(row);
  return "reason" in found ? found : { personId: found.id, day: row.day, tool: row.tool };
}

/** In one order everywhere, so that two batches at once never wait for each other in a circle. */
function sorted(uses: ReadonlyMap<string, Use>): Use[] {
  return [...uses.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
}

function coveredDays(uses: Iterable<Use>, told: readonly Day[], today: Day): Day[] {
  const days = new Set(told.filter((day) => day <= today && day >= EARLIEST_DAY));
  for (const { day } of uses) days.add(day);
  return [...days].sort();
}

async function writeUses(ctx: Ctx, uses: readonly Use[], source: string): Promise<number> {
  if (uses.length === 0) return 0;
  const inserted = await ctx.db.execute(sql`
    insert into ai_use (workspace_id, person_id, day, tool, source)
    select ${ctx.workspaceId}::uuid, t.person_id, t.day, t.tool, ${source} from unnest(
      ${sql.param(uses.map((use) => use.personId))}::uuid[],
      ${sql.param(uses.map((use) => use.day))}::date[],
      ${sql.param(uses.map((use) => use.tool))}::text[]
    ) as t (person_id, day, tool)
    on conflict do nothing`);
  const weeks = new Map(
    uses.map((use) => [`${use.personId} ${mondayOf(use.day)}`, { ...use, week: mondayOf(use.day) }]),
  );
  const rows = [...weeks.values()];
  await ctx.db.execute(sql`
    insert into ai_use_week (workspace_id, week_start, person_id)
    select ${ctx.workspaceId}::uuid, * from unnest(
      ${sql.param(rows.map((row) => row.week))}::date[],
      ${sql.param(rows.map((row) => row.personId))}::uuid[])
    on conflict do nothing`);
  return inserted.rowCount ?? 0;
}

async function writeCoverage(ctx: Ctx, days: readonly Day[], source: string): Promise<void> {
  if (days.length === 0) return;
  if (source.trim() === "") throw new Invalid("source", "Name the source of the usage.");
  await ctx.db.execute(sql`
    insert into ai_use_coverage (workspace_id, source, day)
    select ${ctx.workspaceId}::uuid, ${source}, * from unnest(${sql.param([...days])}::date[])
    on conflict do nothing`);
}
