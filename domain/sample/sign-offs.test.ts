import { describe, expect, test } from "vitest";
import { addDays, dayStartMs } from "@/domain/calendar/day";
import { SAMPLE_OWNER_EMAIL, SAMPLE_WORKSPACE } from "./company";
import { openRequests } from "./open-requests";
import { randomStream } from "./random";
import { LONE_SERVICE, levelAt, reviewersOf } from "./reviewers";
import { generatedRoster } from "./roster";
import { type AskedChange, MANDATE_DAY, signOffOf } from "./sign-offs";

const people = generatedRoster().map((one, index) => ({ ...one, id: `${index}`, teamId: one.team }));
const today = addDays(MANDATE_DAY, 250);
const at = (day: string) => dayStartMs(day, SAMPLE_WORKSPACE.timeZone) + 15 * 3_600_000;
const nowMs = at(today);
const reviewers = reviewersOf(people, MANDATE_DAY, today);

const changeOn = (day: string, over: Partial<AskedChange> = {}): AskedChange => ({
  revision: "a1",
  involvement: "ai",
  kind: "code",
  additions: 40,
  deletions: 10,
  files: 2,
  environment: "production",
  services: [{ slug: "checkout" }],
  atMs: at(day),
  mergedMs: at(day) - 600_000,
  title: "Fix rounding",
  service: "checkout",
  author: { personId: "somebody", level: "mid", teamId: "Checkout" },
  broke: false,
  reviewed: true,
  ...over,
});
const changes = Array.from({ length: 600 }, (_, index) =>
  changeOn(addDays(MANDATE_DAY, 30 + (index % 200)), { revision: `r${index}` }),
);

describe("the sample's sign-offs", () => {
  test("begin with the mandate of the record, and ask what the rule of that day asks", () => {
    expect(MANDATE_DAY).toBe("2026-03-10");
    expect(signOffOf(changeOn("2026-03-09"), reviewers, nowMs)).toBeNull();
    const bySenior = { personId: "x", level: "senior" as const };
    expect(signOffOf(changeOn("2026-05-12", { author: bySenior }), reviewers, nowMs)).toBeNull();
    expect(signOffOf(changeOn("2026-03-11"), reviewers, nowMs)?.policy.version).toBe(1);
    expect(signOffOf(changeOn("2026-05-12"), reviewers, nowMs)?.policy.version).toBe(2);
  });

  test("are the same for the same change, and come in every state", () => {
    const made = changes.map((change) => signOffOf(change, reviewers, nowMs));
    expect(made).toEqual(changes.map((change) => signOffOf(change, reviewers, nowMs)));
    const states = new Set(made.map((one) => one?.state));
    expect([...states].sort()).toEqual(["late", "missing", "satisfied", "waived"]);
    for (const one of made) if (one?.state === "satisfied") expect(one.evaluation.late).toBe(false);
  });

  test("are of people who were there, of the level it takes, and never of the author", () => {
    const day = addDays(MANDATE_DAY, 120);
    const random = randomStream("signers");
    const [author] = people.filter(
      ({ team, levels }) => team === "Checkout" && levels[0]?.level === "senior",
    );
    for (let turn = 0; turn < 300; turn++) {
      const signer = reviewers.signerFor(random, "checkout", day, author?.id ?? null);
      expect(["senior", "principal", "manager"]).toContain(levelAt(signer, day));
      expect(signer.id).not.toBe(author?.id);
      expect(signer.activeTo === null || signer.activeTo >= day).toBe(true);
      const isAway = reviewers.absences.some(
        ({ person, fromDay, toDay }) => person === signer && fromDay <= day && (toDay ?? day) >= day,
      );
      expect(isAway).toBe(false);
    }
    const lone = new Set(
      Array.from({ length: 50 }, () => reviewers.signerFor(random, LONE_SERVICE, day, null)),
    );
    expect(lone.size).toBe(1);
  });

  test("leave something to the owner of the sample, who is of the level it takes and there today", () => {
    const owner = people.find(({ email }) => email === SAMPLE_OWNER_EMAIL);
    expect(owner).toMatchObject({ activeTo: null, levels: [{ level: "principal" }] });
    expect(reviewers.absences.some(({ person }) => person === owner)).toBe(false);
    const open = openRequests(people, reviewers, { fromMs: at(MANDATE_DAY), nowMs });
    expect(open.filter(({ assignee }) => assignee === owner)).toHaveLength(2);
    expect(open.every(({ author }) => author !== owner)).toBe(true);
    expect(new Set(open.map(({ repository, number }) => `${repository} ${number}`)).size).toBe(open.length);
  });
});
