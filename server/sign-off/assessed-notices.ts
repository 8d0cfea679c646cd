import type { Ctx } from "@/server/context";
import type { Notice } from "@/server/notification/notify";
import { signOffTold } from "@/server/notification/sign-off-told";
import type { Assessed } from "./assessed";
import { voidedNames } from "./assessed-events";
import type { RequestRow, SignOffRow } from "./draft";

/** A review that a host tells of later than this is no news. */
const NEWS_MS = 86_400_000;

/** What of an assessment's findings people want to hear of: what waits now, and what a code host told of. */
export function noticesOf({ now }: Ctx, assessed: Assessed & { after: RequestRow }): Notice[] {
  const { before, after, subject } = assessed;
  const isWaiting = after.state === "waiting";
  const names = before === null ? [] : voidedNames(assessed, before);
  // That an agent asks is told of by an event of its own, with why and until when.
  const isNew = before === null && isWaiting && after.subject !== "agent-action";
  return [
    ...(isNew ? [{ event: "sign-off.requested" as const, told: signOffTold(after) }] : []),
    ...(names.length > 0 && isWaiting
      ? [
          {
            event: "sign-off.voided" as const,
            told: signOffTold(after, `A push voided the sign-off of ${names.join(", ")}. ${after.reason}`),
          },
        ]
      : []),
    ...subject.added
      .filter(({ withdrawnAt, at }) => withdrawnAt === null && now.getTime() - at.getTime() < NEWS_MS)
      .map((row) => wordNotice(assessed, row)),
  ];
}

function wordNotice({ subject, after }: Assessed & { after: RequestRow }, row: SignOffRow): Notice {
  const name = subject.people.get(row.personId)?.name ?? "Somebody";
  return givenNotice(after, { decision: row.decision, name, comment: row.comment });
}

/** That somebody gave their word. */
export function givenNotice(
  row: RequestRow,
  { decision, name, comment }: { decision: "approved" | "declined"; name: string; comment: string | null },
): Notice {
  const said = comment === null ? "." : `: ${comment}`;
  return {
    event: decision === "approved" ? "sign-off.approved" : "sign-off.declined",
    told: signOffTold(row, `${name} ${decision} it${said}`),
  };
}
