import type { Actor } from "./actor";
import { holds, holdsSomewhere } from "./holds";
import { ROLES } from "./roles";

/** A service is kept by the responders of its team, or by those of the whole workspace. */
export function canKeepService(actor: Actor, service: { teamId: string | null }): boolean {
  return holds(actor, { scope: "write", roles: ["responder"], teamIds: [service.teamId] });
}

/** Names and ends of teams shape who may do what, so only admins make them. */
export function canKeepTeams(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["admin"] });
}

/** The roster: a level decides what a person's sign-off counts for, so nobody else may set it. */
export function canKeepRoster(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["admin"] });
}

/** When somebody is away: themselves, or whoever keeps the roster. */
export function canKeepAbsence(actor: Actor, personId: string): boolean {
  if (canKeepRoster(actor)) return true;
  return holdsSomewhere(actor, "write", ROLES) && "personId" in actor && actor.personId === personId;
}

export function canRecordAiUse(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["admin"] });
}

export function canErasePerson(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}
