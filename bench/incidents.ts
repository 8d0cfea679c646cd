import { sql } from "drizzle-orm";
import type { DatabaseHandle } from "@/db/client";
import { incidentListQuerySchema } from "@/domain/incident/schema";
import type { Ctx } from "@/server/context";
import { editIncident } from "@/server/incident/edit";
import { editImpact } from "@/server/incident/impacts";
import { listIncidents } from "@/server/incident/list";
import { getIncident } from "@/server/incident/queries";
import { median, printFigures, sample } from "./measure";

/** One page of the list: ours by key, the floor a bare index read, the naive way by offset with a count. */
export async function benchList({ db }: DatabaseHandle, ctx: Ctx): Promise<void> {
  const page = (query: Record<string, unknown>) => listIncidents(ctx, incidentListQuerySchema.parse(query));
  const floor = await sample(21, () =>
    db.execute(
      sql`select id, number from incident where workspace_id = ${ctx.workspaceId} order by impact_started_at desc, number desc limit 50`,
    ),
  );
  const ours = async (query: Record<string, unknown>) => median(await sample(15, () => page(query)));
  const deep = async () => {
    let cursor: string | null = null;
    for (let step = 0; step < 20; step++)
      cursor = (await page({ cursor: cursor ?? undefined, limit: 200 })).nextCursor;
    return median(await sample(15, () => page({ cursor: cursor ?? undefined })));
  };
  const naive = await sample(
    3,
    () =>
      db.execute(sql`select *, count(*) over () from incident where workspace_id = ${ctx.workspaceId}
        order by impact_started_at desc offset 500000 limit 50`),
    0,
  );
  printFigures(
    "One page of the incident list",
    { name: "floor: 50 keys from the index", ms: median(floor) },
    [
      { name: "newest first", ms: await ours({}) },
      { name: "newest first, page 81", ms: await deep() },
      { name: "by impact", ms: await ours({ sort: "impact" }) },
      { name: "by blast radius", ms: await ours({ sort: "blast-radius" }) },
      { name: "by duration", ms: await ours({ sort: "duration" }) },
      { name: "cause and severity", ms: await ours({ cause: "dns", severity: "SEV1" }) },
      { name: "one service", ms: await ours({ service: "service-77" }) },
      { name: "text", ms: await ours({ q: "errors 77" }) },
      { name: "naive: offset 500,000 with a count", ms: median(naive) },
    ],
  );
}

/** An edit that changes loss, with its rollups, timeline and audit, against an update of the bare row. */
export async function benchEdit({ db }: DatabaseHandle, ctx: Ctx): Promise<void> {
  const { incidents } = await listIncidents(
    ctx,
    incidentListQuerySchema.parse({ limit: 200, to: "2024-06-01" }),
  );
  const details = await db.execute<{ incident_id: string; id: string; version: number }>(sql`
    select i.incident_id, i.id, n.version from impact i join incident n on n.workspace_id = i.workspace_id and n.id = i.incident_id
    where i.workspace_id = ${ctx.workspaceId} and i.incident_id = any(${sql.param(incidents.map((one) => one.id))}::uuid[])`);
  const rows = details.rows;
  const versions = new Map(rows.map((row) => [row.incident_id, row.version]));
  const at = (run: number) => {
    const row = rows[Math.abs(run) % rows.length];
    if (!row) throw new Error("The benchmark's workspace has no incidents.");
    return row;
  };
  const floor = await sample(100, (run) =>
    db.execute(
      sql`update impact set fraction = ${run % 2 ? 0.4 : 0.5} where workspace_id = ${ctx.workspaceId} and id = ${at(run).id}`,
    ),
  );
  const rollups = await sample(100, async (run) => {
    const row = at(run);
    const edited = await editImpact(ctx, {
      id: row.incident_id,
      impactId: row.id,
      version: versions.get(row.incident_id) ?? 1,
      fraction: ((run + 10) % 90) / 100 + 0.05,
    });
    versions.set(row.incident_id, edited.version);
  });
  const titles = await sample(100, async (run) => {
    const row = at(run);
    const edited = await editIncident(ctx, {
      id: row.incident_id,
      version: versions.get(row.incident_id) ?? 1,
      title: `Edited ${run}`,
    });
    versions.set(row.incident_id, edited.version);
  });
  const readBack = await sample(100, (run) => getIncident(ctx, at(run).incident_id));
  printFigures("One edit", { name: "floor: update of the bare row", ms: median(floor) }, [
    { name: "an impact's fraction, rollups recomputed", ms: median(rollups) },
    { name: "a title", ms: median(titles) },
    { name: "reading the incident back, part of both", ms: median(readBack) },
  ]);
}
