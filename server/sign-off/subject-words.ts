import { v7 as uuidv7 } from "uuid";
import type { Approval } from "@/domain/sign-off/approvals";
import type { Decline } from "@/domain/sign-off/assess";
import { type ReviewSignOff, signOffsOfReviews } from "@/domain/sign-off/reviews";
import type { Ctx } from "@/server/context";
import type { Draft, SignOffRow } from "./draft";
import type { People, SubjectPerson } from "./subject-people";

/** Everybody's word on a subject. */
export interface SubjectWords {
  approvals: readonly Approval[];
  declines: readonly Decline[];
  /** What the host's reviews add to the sign-offs on record, and what of these they take back. */
  added: SignOffRow[];
  takenBack: { row: SignOffRow; at: Date; reason: string }[];
  /** Reviewers whom the roster does not know. */
  unknownLogins: string[];
}

/** The sign-offs on record with the reviews of the host as they are by now, whether or not these are on record. */
export function readWords(
  ctx: Ctx,
  draft: Draft,
  stored: readonly SignOffRow[],
  people: People,
): SubjectWords {
  const reviews = signOffsOfReviews(draft.reviewWords);
  const source = draft.url?.includes("/merge_requests/") ? "gitlab" : "github";
  const known = new Map(stored.flatMap((row) => (row.externalId === null ? [] : [[row.externalId, row]])));
  const added: SignOffRow[] = [];
  const takenBack: SubjectWords["takenBack"] = [];
  const unknownLogins = new Set<string>();
  for (const review of reviews) {
    const row = known.get(review.externalId);
    const person = people.ofLogin(review.login);
    if (row !== undefined) takenBack.push(...takenBackOf(row, review));
    else if (person === null) unknownLogins.add(review.login);
    else added.push(rowOf(ctx, { review, person, source }));
  }
  const after = new Map(takenBack.map(({ row, ...how }) => [row.id, how]));
  const all = [...stored, ...added].map((row) => {
    const how = after.get(row.id);
    return how === undefined ? row : { ...row, withdrawnAt: how.at, withdrawnReason: how.reason };
  });
  const counted = all.filter(({ personId, at }) => people.get(personId)?.isOnRoster(at));
  const words = counted.map((row) => ({ row, word: approvalOf(row, draft) }));
  return {
    approvals: words.flatMap(({ row, word }) => (row.decision === "approved" ? [word] : [])),
    declines: words.flatMap(({ row, word }) =>
      row.decision === "declined" ? [{ ...word, name: people.get(row.personId)?.name ?? "Somebody" }] : [],
    ),
    added,
    takenBack,
    unknownLogins: [...unknownLogins],
  };
}

function takenBackOf(row: SignOffRow, { withdrawn }: ReviewSignOff): SubjectWords["takenBack"] {
  if (withdrawn === null) return [];
  const at = new Date(withdrawn.at);
  // Whoever took it back here did so before the host told of it, or the host knows better since when.
  if (row.withdrawnAt !== null && row.withdrawnAt <= at) return [];
  return [{ row, at, reason: withdrawn.reason }];
}

function rowOf(
  ctx: Ctx,
  { review, person, source }: { review: ReviewSignOff; person: SubjectPerson; source: "github" | "gitlab" },
): SignOffRow {
  const reviewedAt = new Date(review.at);
  // A host's clock may be ahead of ours; nobody reviewed it later than we heard of it.
  const at = reviewedAt > ctx.now ? ctx.now : reviewedAt;
  const { withdrawn } = review;
  return {
    workspaceId: ctx.workspaceId,
    requestId: "",
    id: uuidv7({ msecs: ctx.now.getTime() }),
    personId: person.id,
    userId: null,
    decision: review.decision,
    level: person.levelOn(reviewedAt),
    teamId: person.teamId,
    roles: [...person.roles],
    revision: review.revision,
    at,
    source,
    externalId: review.externalId,
    comment: null,
    withdrawnAt: withdrawn === null ? null : new Date(withdrawn.at),
    withdrawnBy: withdrawn === null ? null : person.name,
    withdrawnReason: withdrawn?.reason ?? null,
    recordedAt: ctx.now,
    generated: false,
  };
}

/** A sign-off of other revisions of the same content is one of the final one. */
export function revisionInForce(
  draft: Pick<Draft, "revision" | "sameContent">,
  given: string | null,
): string | null {
  const lower = given?.toLowerCase() ?? null;
  const isSame = [draft.revision, ...draft.sameContent].some((one) => one?.toLowerCase() === lower);
  return isSame ? draft.revision : given;
}

function approvalOf(row: SignOffRow, draft: Draft): Approval {
  return {
    personId: row.personId,
    level: row.level,
    teamId: row.teamId,
    roles: row.roles,
    revision: revisionInForce(draft, row.revision),
    at: row.at.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  };
}
