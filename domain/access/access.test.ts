import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "./actor";
import * as agent from "./agent";
import { canActAs, canActForAgent, canKeepAgents } from "./agent";
import * as change from "./change";
import {
  canContestInvolvement,
  canCorrectInvolvement,
  canDeclareInvolvement,
  canKeepIntegrations,
  canKeepRepositories,
  canRecordChange,
} from "./change";
import { isLimitedToTeams } from "./holds";
import * as incident from "./incident";
import {
  canAddCauseKind,
  canImport,
  canKeepMarks,
  canRespond,
  canSeeImports,
  canWriteAbout,
} from "./incident";
import * as policy from "./policy";
import { canKeepPolicy } from "./policy";
import * as reading from "./reading";
import {
  canAskGate,
  canPruneAudit,
  canRead,
  canSeeAudit,
  canSeePersonFigures,
  canSeeUnlisted,
  canSeeWholeOfAnySize,
} from "./reading";
import { type Grant, ROLES, type Role, SCOPES, type Scope, TEAM_ROLES } from "./roles";
import * as roster from "./roster";
import {
  canErasePerson,
  canKeepAbsence,
  canKeepRoster,
  canKeepService,
  canKeepTeams,
  canRecordAiUse,
} from "./roster";
import * as signOff from "./sign-off";
import { canBreakGlass, canHandOver, canReviewBreakGlass, canSignOff, canSignOffSomewhere } from "./sign-off";
import * as token from "./token";
import { canGiveScopes, canKeepServiceTokens, canMakePersonalToken, canRevokeToken } from "./token";
import * as workspace from "./workspace";
import {
  canEditWorkspace,
  canGrant,
  canKeepIdentityProviders,
  canKeepMembers,
  canKeepNotifications,
  canKeepRollups,
  canMakeWorkspace,
  canRemoveSample,
} from "./workspace";

const whole = (...roles: Role[]): Grant[] => roles.map((role) => ({ role, teamId: null }));
const MEMBER: Grant = { role: "viewer", teamId: null };

const user = (...grants: Grant[]): Actor => ({
  kind: "user",
  id: "me",
  name: "Me",
  email: "me@example.com",
  personId: "my-person",
  grants,
});

/** As `actorIn` makes them: a service token holds the admin's role, a personal one what its user holds. */
const service = (...scopes: Scope[]): Actor => ({
  kind: "token",
  id: "token",
  name: "Robot",
  userId: null,
  personId: null,
  grants: whole("admin"),
  scopes,
  agent: null,
});
const personal = (grants: Grant[], ...scopes: Scope[]): Actor => ({
  kind: "token",
  id: "token",
  name: "Me (laptop)",
  userId: "me",
  personId: "my-person",
  grants: [MEMBER, ...grants],
  scopes,
  agent: null,
});
const ofAgent = (actor: Actor, id: string): Actor =>
  actor.kind === "token" ? { ...actor, agent: { id, slug: id } } : actor;

/** The columns: no grant at all, then each role, then tokens by their scopes, then what is no person. */
const ACTORS: Record<string, Actor> = {
  none: user(),
  viewer: user(MEMBER),
  responder: user(MEMBER, ...whole("responder")),
  "respond.A": user(MEMBER, { role: "responder", teamId: "A" }),
  "respond.B": user(MEMBER, { role: "responder", teamId: "B" }),
  author: user(MEMBER, ...whole("author")),
  "author.A": user(MEMBER, { role: "author", teamId: "A" }),
  reviewer: user(MEMBER, ...whole("reviewer")),
  policy: user(MEMBER, ...whole("policy_owner")),
  admin: user(MEMBER, ...whole("admin")),
  owner: user(MEMBER, ...whole("owner")),
  "t.read": service("read"),
  "t.write": service("write"),
  "t.people": service("people"),
  "t.admin": service("admin"),
  "t.all": service(...SCOPES),
  "p.viewer": personal([], ...SCOPES),
  "p.owner/r": personal(whole("owner"), "read"),
  integr: { kind: "integration", id: "i", name: "Integration", grants: whole("responder") },
  system: { kind: "system", name: "Command line" },
};

const grantOf = (role: Role): Grant => ({ role, teamId: null });

/** The rows: a question about an object. Every canX of this folder has at least one. */
const QUESTIONS: Record<string, (actor: Actor) => boolean> = {
  canRead,
  canAskGate,
  "canSeePersonFigures of another": (actor) => canSeePersonFigures(actor, "another"),
  "canSeePersonFigures of me": (actor) => canSeePersonFigures(actor, "my-person"),
  "canSeePersonFigures of anybody": (actor) => canSeePersonFigures(actor, null),
  canSeeWholeOfAnySize,
  canSeeUnlisted,
  canSeeAudit,
  canPruneAudit,
  "canRespond, nobody's": (actor) => canRespond(actor, { teamIds: [null] }),
  "canRespond, A's": (actor) => canRespond(actor, { teamIds: ["A"] }),
  "canRespond, A's and nobody's": (actor) => canRespond(actor, { teamIds: [null, "A"] }),
  "canRespond, A's and B's": (actor) => canRespond(actor, { teamIds: ["A", "B"] }),
  "canRespond, C's": (actor) => canRespond(actor, { teamIds: ["C"] }),
  "canWriteAbout, nobody's": (actor) => canWriteAbout(actor, { teamIds: [] }),
  "canWriteAbout, A's": (actor) => canWriteAbout(actor, { teamIds: ["A"] }),
  "canWriteAbout, C's": (actor) => canWriteAbout(actor, { teamIds: ["C"] }),
  canAddCauseKind,
  canKeepMarks,
  canImport,
  canSeeImports,
  "canKeepService, nobody's": (actor) => canKeepService(actor, { teamId: null }),
  "canKeepService, A's": (actor) => canKeepService(actor, { teamId: "A" }),
  canKeepTeams,
  canKeepRoster,
  "canKeepAbsence, mine": (actor) => canKeepAbsence(actor, "my-person"),
  "canKeepAbsence, another's": (actor) => canKeepAbsence(actor, "another"),
  canRecordAiUse,
  canErasePerson,
  canKeepServiceTokens,
  canMakePersonalToken,
  "canGiveScopes, read": (actor) => canGiveScopes(actor, ["read"]),
  "canGiveScopes, admin": (actor) => canGiveScopes(actor, ["read", "admin"]),
  "canRevokeToken, mine": (actor) => canRevokeToken(actor, { userId: "me" }),
  "canRevokeToken, another's": (actor) => canRevokeToken(actor, { userId: "another" }),
  canEditWorkspace,
  canRemoveSample,
  "canMakeWorkspace, I own one": (actor) => canMakeWorkspace(actor, { ownerIds: ["another", "me"] }),
  "canMakeWorkspace, another does": (actor) => canMakeWorkspace(actor, { ownerIds: ["another"] }),
  "canMakeWorkspace, nobody does": (actor) => canMakeWorkspace(actor, { ownerIds: [] }),
  canKeepRollups,
  canKeepMembers,
  "canGrant, viewer": (actor) => canGrant(actor, grantOf("viewer")),
  "canGrant, policy owner": (actor) => canGrant(actor, grantOf("policy_owner")),
  "canGrant, admin": (actor) => canGrant(actor, grantOf("admin")),
  "canGrant, owner": (actor) => canGrant(actor, grantOf("owner")),
  canKeepNotifications,
  canKeepIdentityProviders,
  canRecordChange,
  canContestInvolvement,
  "canDeclareInvolvement, mine": (actor) =>
    canDeclareInvolvement(actor, { authorId: "my-person", teamIds: ["A"] }),
  "canDeclareInvolvement, another": (actor) =>
    canDeclareInvolvement(actor, { authorId: null, teamIds: ["A"] }),
  "canCorrectInvolvement, mine": (actor) =>
    canCorrectInvolvement(actor, { authorId: "my-person", teamIds: [] }),
  "canCorrectInvolvement, nobody's": (actor) => canCorrectInvolvement(actor, { authorId: null, teamIds: [] }),
  "canCorrectInvolvement, A's": (actor) =>
    canCorrectInvolvement(actor, { authorId: "another", teamIds: ["A"] }),
  canKeepRepositories,
  canKeepIntegrations,
  canKeepPolicy,
  canKeepAgents,
  canActForAgent,
  "canActAs, token of it": (actor) => canActAs(ofAgent(actor, "it"), "it"),
  "canActAs, of another": (actor) => canActAs(ofAgent(actor, "another"), "it"),
  "canSignOff, nobody's": (actor) => canSignOff(actor, { teamIds: [null] }),
  "canSignOff, A's": (actor) => canSignOff(actor, { teamIds: ["A"] }),
  canSignOffSomewhere,
  "canHandOver, mine": (actor) => canHandOver(actor, { authorId: "my-person", teamIds: ["A"] }),
  "canHandOver, another's": (actor) => canHandOver(actor, { authorId: "another", teamIds: ["A"] }),
  "canBreakGlass, nobody's": (actor) => canBreakGlass(actor, { teamIds: [] }),
  "canBreakGlass, A's": (actor) => canBreakGlass(actor, { teamIds: ["A"] }),
  canReviewBreakGlass,
};

const EXPECTED = `
                                none viewer responder respond.A respond.B author author.A reviewer policy admin owner t.read t.write t.people t.admin t.all p.viewer p.owner/r integr system
canRead                         -    yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   yes    -       -        -       yes   yes      yes       yes    yes
canAskGate                      -    yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   yes    -       -        -       yes   yes      yes       yes    yes
canSeePersonFigures of another  -    -      -         -         -         -      -        -        yes    yes   yes   -      -       yes      -       yes   -        -         -      yes
canSeePersonFigures of me       yes  yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      -       yes      -       yes   -        -         -      yes
canSeePersonFigures of anybody  -    -      -         -         -         -      -        -        yes    yes   yes   -      -       yes      -       yes   -        -         -      yes
canSeeWholeOfAnySize            -    -      -         -         -         -      -        -        yes    yes   yes   yes    -       yes      -       yes   -        -         -      yes
canSeeUnlisted                  -    -      -         -         -         -      -        -        yes    yes   yes   -      -       yes      -       yes   -        -         -      yes
canSeeAudit                     -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canPruneAudit                   -    -      -         -         -         -      -        -        -      -     yes   -      -       -        -       -     -        -         -      yes
canRespond, nobody's            -    -      yes       yes       yes       -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canRespond, A's                 -    -      yes       yes       -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canRespond, A's and nobody's    -    -      yes       yes       -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canRespond, A's and B's         -    -      yes       yes       yes       -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canRespond, C's                 -    -      yes       -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canWriteAbout, nobody's         -    -      yes       yes       yes       yes    yes      -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canWriteAbout, A's              -    -      yes       yes       -         yes    yes      -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canWriteAbout, C's              -    -      yes       -         -         yes    -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canAddCauseKind                 -    -      -         -         -         yes    -        -        yes    yes   yes   -      yes     -        -       yes   -        -         -      yes
canKeepMarks                    -    -      yes       -         -         yes    -        -        yes    yes   yes   -      yes     -        -       yes   -        -         yes    yes
canImport                       -    -      -         -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canSeeImports                   -    -      -         -         -         -      -        -        -      yes   yes   yes    -       -        -       yes   -        yes       -      yes
canKeepService, nobody's        -    -      yes       -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canKeepService, A's             -    -      yes       yes       -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canKeepTeams                    -    -      -         -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canKeepRoster                   -    -      -         -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canKeepAbsence, mine            -    yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      yes     -        -       yes   yes      -         -      yes
canKeepAbsence, another's       -    -      -         -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canRecordAiUse                  -    -      -         -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canErasePerson                  -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canKeepServiceTokens            -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canMakePersonalToken            yes  yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      -       -        -       -     -        -         -      -
canGiveScopes, read             yes  yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   yes    -       -        -       yes   yes      yes       yes    yes
canGiveScopes, admin            yes  yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      -       -        -       yes   yes      -         yes    yes
canRevokeToken, mine            yes  yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      -       -        yes     yes   -        -         -      yes
canRevokeToken, another's       -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canEditWorkspace                -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canRemoveSample                 -    -      -         -         -         -      -        -        -      -     yes   -      -       -        -       -     -        -         -      yes
canMakeWorkspace, I own one     yes  yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      -       -        -       -     -        -         -      yes
canMakeWorkspace, another does  -    -      -         -         -         -      -        -        -      -     -     -      -       -        -       -     -        -         -      yes
canMakeWorkspace, nobody does   yes  yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      -       -        -       -     -        -         -      yes
canKeepRollups                  -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canKeepMembers                  -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canGrant, viewer                -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canGrant, policy owner          -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canGrant, admin                 -    -      -         -         -         -      -        -        -      -     yes   -      -       -        -       -     -        -         -      yes
canGrant, owner                 -    -      -         -         -         -      -        -        -      -     yes   -      -       -        -       -     -        -         -      yes
canKeepNotifications            -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canKeepIdentityProviders        -    -      -         -         -         -      -        -        -      -     yes   -      -       -        -       -     -        -         -      yes
canRecordChange                 -    -      yes       yes       yes       -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canContestInvolvement           -    yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      yes     -        -       yes   yes      -         yes    yes
canDeclareInvolvement, mine     -    yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      yes     -        -       yes   yes      -         -      yes
canDeclareInvolvement, another  -    -      -         -         -         yes    yes      yes      -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canCorrectInvolvement, mine     -    -      -         -         -         -      -        -        -      -     -     -      yes     -        -       yes   -        -         -      yes
canCorrectInvolvement, nobody's -    -      -         -         -         yes    yes      yes      -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canCorrectInvolvement, A's      -    -      -         -         -         yes    yes      yes      -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canKeepRepositories             -    -      yes       -         -         -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canKeepIntegrations             -    -      -         -         -         -      -        -        -      yes   yes   -      -       -        yes     yes   -        -         -      yes
canKeepPolicy                   -    -      -         -         -         -      -        -        yes    yes   yes   -      -       -        yes     yes   -        -         -      yes
canKeepAgents                   -    -      -         -         -         -      -        -        yes    yes   yes   -      -       -        yes     yes   -        -         -      yes
canActForAgent                  -    -      yes       yes       yes       -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canActAs, token of it           -    -      yes       yes       yes       -      -        -        -      yes   yes   -      yes     -        -       yes   -        -         yes    yes
canActAs, of another            -    -      yes       yes       yes       -      -        -        -      yes   yes   -      -       -        -       -     -        -         yes    yes
canSignOff, nobody's            -    -      -         -         -         -      -        yes      -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canSignOff, A's                 -    -      -         -         -         -      -        yes      -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canSignOffSomewhere             -    -      -         -         -         -      -        yes      -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canHandOver, mine               -    yes    yes       yes       yes       yes    yes      yes      yes    yes   yes   -      yes     -        -       yes   yes      -         -      yes
canHandOver, another's          -    -      -         -         -         -      -        yes      -      yes   yes   -      yes     -        -       yes   -        -         -      yes
canBreakGlass, nobody's         -    -      yes       yes       yes       -      -        yes      -      yes   yes   -      -       -        -       -     -        -         -      yes
canBreakGlass, A's              -    -      yes       yes       -         -      -        yes      -      yes   yes   -      -       -        -       -     -        -         -      yes
canReviewBreakGlass             -    -      -         -         -         -      -        yes      yes    yes   yes   -      -       -        -       -     -        -         -      yes
`;

function table(): string {
  const names = Object.keys(ACTORS);
  const lines = Object.entries(QUESTIONS).map(([question, can]) => {
    const cells = names.map((name) => {
      const actor = ACTORS[name];
      return (actor !== undefined && can(actor) ? "yes" : "-").padEnd(name.length);
    });
    return `${question.padEnd(32)}${cells.join(" ")}`.trimEnd();
  });
  return `\n${[`${"".padEnd(32)}${names.join(" ")}`, ...lines].join("\n")}\n`;
}

describe("who may do what", () => {
  test("is what the table says, for every question and every kind of actor", () => {
    expect(table()).toBe(EXPECTED);
  });

  test("has a row for every canX of this folder", () => {
    const asked = new Set(Object.keys(QUESTIONS).map((question) => question.split(/[ ,]/)[0]));
    const modules = [agent, change, incident, policy, reading, roster, signOff, token, workspace];
    const exported = modules.flatMap((one) => Object.keys(one)).filter((name) => name.startsWith("can"));
    expect(exported.length).toBeGreaterThan(20);
    expect(exported.filter((name) => !asked.has(name))).toEqual([]);
  });
});

const anyGrant = fc.oneof(
  fc.record({ role: fc.constantFrom(...ROLES), teamId: fc.constant(null) }),
  fc.record({ role: fc.constantFrom(...TEAM_ROLES), teamId: fc.constantFrom("A", "B") }),
);

describe("what holds for any grants", () => {
  test("another grant never takes anything away", () => {
    fc.assert(
      fc.property(fc.array(anyGrant), anyGrant, (grants, more) => {
        for (const can of Object.values(QUESTIONS)) {
          if (can(user(...grants))) expect(can(user(...grants, more))).toBe(true);
        }
      }),
    );
  });

  test("a token never does what its user may not, and a missing scope never helps", () => {
    fc.assert(
      fc.property(fc.array(anyGrant), fc.subarray([...SCOPES]), (grants, scopes) => {
        for (const [question, can] of Object.entries(QUESTIONS)) {
          // What scopes a token may pass on is about the token alone; its user is not bound by any.
          if (question.startsWith("canGiveScopes")) continue;
          if (can(personal(grants, ...scopes))) expect(can(user(MEMBER, ...grants))).toBe(true);
          if (can(personal(grants, ...scopes))) expect(can(personal(grants, ...SCOPES))).toBe(true);
        }
      }),
    );
  });

  test("teams decide nothing for an actor whose roles are all for the whole workspace", () => {
    fc.assert(
      fc.property(fc.array(anyGrant), fc.array(fc.constantFrom("A", "B", "C", null)), (grants, teamIds) => {
        const actor = user(...grants);
        fc.pre(!isLimitedToTeams(actor));
        expect(canRespond(actor, { teamIds })).toBe(canRespond(actor, { teamIds: [] }));
        expect(canWriteAbout(actor, { teamIds })).toBe(canWriteAbout(actor, { teamIds: [] }));
      }),
    );
  });
});
