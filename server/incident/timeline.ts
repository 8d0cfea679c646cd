import { timelineEvent } from "@/db/schema";
import type { TimelineEvent } from "@/domain/incident/schema";
import type { Ctx } from "@/server/context";

export interface NewEvent {
  atMs: number;
  kind: TimelineEvent["kind"];
  body: string;
  changes?: TimelineEvent["changes"];
  /** Who said it, when that is not the actor. */
  author?: string;
}

export async function addTimeline(
  ctx: Ctx,
  incidentId: string,
  newId: () => string,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await ctx.db.insert(timelineEvent).values(
    events.map((event) => ({
      workspaceId: ctx.workspaceId,
      id: newId(),
      incidentId,
      at: new Date(event.atMs),
      kind: event.kind,
      body: event.body,
      changes: event.changes ?? [],
      author: event.author ?? ctx.actor.name,
      recordedAt: ctx.now,
    })),
  );
}
