import type { signOffEvent } from "@/db/schema";
import { SIGN_OFF_STATE_WORDS, type SignOffEventKind } from "@/domain/sign-off/states";
import type { Ctx } from "@/server/context";
import type { Assessed } from "./assessed";
import type { RequestRow, SignOffRow } from "./draft";
import { isSameContent } from "./request-row";

type EventRow = typeof signOffEvent.$inferInsert;
type Happened = Pick<EventRow, "kind" | "at" | "by" | "body">;

const APPLICATION = "Faultline";

/** What an assessment found to have happened to a request, in order. */
export function eventsOf(
  ctx: Ctx,
  assessed: Assessed & { after: RequestRow },
  newId: () => string,
): EventRow[] {
  const { before, after } = assessed;
  const onHost = hostEvents(assessed);
  const pushed = before === null ? [] : voided(ctx, assessed, before);
  const isSaid = assessed.isTold || onHost.length > 0 || pushed.length > 0;
  const happened = [
    ...(before === null ? [own(ctx, "requested", after.reason)] : []),
    ...onHost,
    ...pushed,
    ...stateEvents(ctx, before, after).filter(({ kind }) => !(isSaid && kind === "reassessed")),
  ];
  return happened.map((one) => ({
    ...one,
    workspaceId: ctx.workspaceId,
    requestId: after.id,
    id: newId(),
    generated: after.generated,
  }));
}

const own = ({ now }: Ctx, kind: SignOffEventKind, body: string): Happened => ({
  kind,
  at: now,
  by: APPLICATION,
  body,
});

/** Reviews that the code host told of. */
function hostEvents({ subject: { added, takenBack, people } }: Assessed): Happened[] {
  const nameOf = ({ personId }: SignOffRow) => people.get(personId)?.name ?? "Somebody";
  const host = (row: SignOffRow) => (row.source === "gitlab" ? "GitLab" : "GitHub");
  return [
    ...added.map((row) => ({
      kind: row.decision,
      at: row.at,
      by: nameOf(row),
      body: `${row.decision === "approved" ? "Approved" : "Declined"}${ofRevision(row.revision)} on ${host(row)}.`,
    })),
    ...[
      ...takenBack,
      ...added.flatMap((row) =>
        row.withdrawnAt === null ? [] : [{ row, at: row.withdrawnAt, reason: row.withdrawnReason ?? "" }],
      ),
    ].map(({ row, at, reason }) => ({ kind: "withdrawn" as const, at, by: nameOf(row), body: reason })),
  ];
}

const ofRevision = (revision: string | null) => (revision === null ? "" : ` ${revision.slice(0, 7)}`);

/** Another push: sign-offs of the revision before it stay on record and no longer count. */
function voided(ctx: Ctx, assessed: Assessed, before: RequestRow): Happened[] {
  const { draft } = assessed.subject;
  if (before.revision === null || isSameContent(draft, before.revision)) return [];
  const names = voidedNames(assessed, before);
  const whose = names.length === 0 ? "nobody had signed" : `voids the sign-off of ${names.join(", ")}`;
  const body = `Push${ofRevision(before.revision)} →${ofRevision(draft.revision)}: ${whose}.`;
  return [own(ctx, "voided", body)];
}

/** Whose sign-offs a push has voided. */
export function voidedNames({ subject }: Assessed, before: RequestRow): string[] {
  const { draft, signOffs, people } = subject;
  if (before.revision === null || isSameContent(draft, before.revision)) return [];
  const standing = signOffs.filter(
    ({ revision, withdrawnAt }) => withdrawnAt === null && revision === before.revision,
  );
  return [...new Set(standing.map(({ personId }) => people.get(personId)?.name ?? "Somebody"))];
}

function stateEvents(ctx: Ctx, before: RequestRow | null, after: RequestRow): Happened[] {
  const wentLive = after.liveAt !== null && before?.liveAt == null;
  const live: Happened[] = wentLive
    ? [
        {
          kind: "went-live",
          at: after.liveAt ?? ctx.now,
          by: APPLICATION,
          body: `Went live: ${wordsOf(after)}.`,
        },
      ]
    : [];
  if (before === null || before.state === after.state) return live;
  if (after.state === "lapsed") return [...live, own(ctx, "lapsed", after.reason)];
  if (after.state === "waived") return [...live, own(ctx, "waived", after.reason)];
  if (wentLive) return live;
  return [
    own(ctx, "reassessed", `${SIGN_OFF_STATE_WORDS[before.state]} → ${wordsOf(after)}. ${after.reason}`),
  ];
}

const wordsOf = ({ state }: RequestRow) => SIGN_OFF_STATE_WORDS[state].toLowerCase();
