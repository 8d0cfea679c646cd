import type { Actor } from "./actor";
import { holds, holdsSomewhere } from "./holds";

export interface OwnedByTeams {
  /** The teams of the services it hits; empty or null inside when nobody owns them. */
  teamIds: readonly (string | null)[];
}

/** A responder of a team works on what hits a service of that team, and on what nobody's service is hit by yet. */
export function canRespond(actor: Actor, incident: OwnedByTeams): boolean {
  const isUnowned = incident.teamIds.every((teamId) => teamId === null);
  if (isUnowned) return holdsSomewhere(actor, "write", ["responder"]);
  return holds(actor, { scope: "write", roles: ["responder"], teamIds: incident.teamIds });
}

/** Notes, causes and what a postmortem says: authors too, who need not run incidents. */
export function canWriteAbout(actor: Actor, incident: OwnedByTeams): boolean {
  const isUnowned = incident.teamIds.every((teamId) => teamId === null);
  if (isUnowned) return holdsSomewhere(actor, "write", ["responder", "author"]);
  return holds(actor, { scope: "write", roles: ["responder", "author"], teamIds: incident.teamIds });
}

export function canAddCauseKind(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["author", "policy_owner"] });
}

export function canKeepMarks(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["responder", "author", "policy_owner"] });
}

/** Importing writes many incidents of any date at once, with their people and services. */
export function canImport(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["admin"] });
}

/** What an import refused quotes the file, whoever and whatever it names. */
export function canSeeImports(actor: Actor): boolean {
  return holds(actor, { scope: "read", roles: ["admin"] });
}
