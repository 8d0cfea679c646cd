import type { Actor } from "./actor";
import { canKeepAgents } from "./agent";
import { holds } from "./holds";
import { canAddCauseKind, canImport, canKeepMarks, canRespond, canWriteAbout } from "./incident";
import { canKeepPolicy } from "./policy";
import { canSeeAudit } from "./reading";
import { canKeepRoster } from "./roster";
import { canEditWorkspace, canRemoveSample } from "./workspace";

/** What a page offers its viewer to do. It only shapes the page: every command asks again. */
export interface Abilities {
  /** To respond to the page's incident; on other pages, to any at all. */
  respond: boolean;
  /** To state causes and write notes of the page's incident; on other pages, of any at all. */
  writeAbout: boolean;
  /** To edit the page's service; on other pages, to add one. */
  keepServices: boolean;
  keepRoster: boolean;
  keepMarks: boolean;
  keepPolicy: boolean;
  keepAgents: boolean;
  addCauses: boolean;
  import: boolean;
  editWorkspace: boolean;
  makeWorkspaces: boolean;
  removeSample: boolean;
  seeAudit: boolean;
}

export function abilitiesOf(actor: Actor): Abilities {
  const anywhere = { teamIds: [] };
  return {
    respond: canRespond(actor, anywhere),
    writeAbout: canWriteAbout(actor, anywhere),
    keepServices: canRespond(actor, anywhere),
    keepRoster: canKeepRoster(actor),
    keepMarks: canKeepMarks(actor),
    keepAgents: canKeepAgents(actor),
    keepPolicy: canKeepPolicy(actor),
    addCauses: canAddCauseKind(actor),
    import: canImport(actor),
    editWorkspace: canEditWorkspace(actor),
    makeWorkspaces: holds(actor, { scope: "admin", roles: ["owner"] }),
    removeSample: canRemoveSample(actor),
    seeAudit: canSeeAudit(actor),
  };
}
