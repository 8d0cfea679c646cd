import { percentText, readPercent } from "@/components/form/numbers";
import type { Problems } from "@/components/form/use-submit";
import { isTimeZone } from "@/domain/calendar/zone";
import { AUDIT_RETENTION_DAYS_MAX, AUDIT_RETENTION_DAYS_MIN } from "@/domain/workspace/retention";
import type { Workspace } from "@/domain/workspace/schema";

/** A workspace's settings as they are typed; shares in percent. */
export type WorkspaceDraft = {
  name: string;
  timeZone: string;
  sloTarget: string;
  adoptionTarget: string;
  major: string;
  partial: string;
  degraded: string;
  /** Empty keeps the audit trail for ever. */
  auditRetentionDays: string;
};

export const WORKSPACE_WORDS: Record<keyof WorkspaceDraft, string> = {
  name: "Name",
  timeZone: "Time zone",
  sloTarget: "Objective, %",
  adoptionTarget: "Adoption target, %",
  major: "Major, %",
  partial: "Partial, %",
  degraded: "Degraded, %",
  auditRetentionDays: "Keep the audit trail for, days",
};

export function draftOfWorkspace(workspace: Workspace): WorkspaceDraft {
  const { major, partial, degraded } = workspace.levelFractions;
  return {
    name: workspace.name,
    timeZone: workspace.timeZone,
    sloTarget: percentText(workspace.sloTarget),
    adoptionTarget: percentText(workspace.adoptionTarget),
    major: percentText(major),
    partial: percentText(partial),
    degraded: percentText(degraded),
    auditRetentionDays: workspace.auditRetentionDays === null ? "" : String(workspace.auditRetentionDays),
  };
}

export function checkWorkspace(draft: WorkspaceDraft): Problems {
  const problems: Problems = {};
  if (draft.name.trim() === "") problems.name = "Give the workspace a name.";
  if (!isTimeZone(draft.timeZone.trim())) {
    problems.timeZone = "Give an IANA time zone, such as Europe/Berlin or UTC.";
  }
  const objective = readPercent(draft.sloTarget);
  if (typeof objective !== "number" || objective <= 0 || objective >= 1) {
    problems.sloTarget = "An objective is a percentage above 0 and below 100, such as 99.9.";
  }
  for (const field of ["adoptionTarget", "major", "partial", "degraded"] as const) {
    const share = readPercent(draft[field]);
    if (typeof share !== "number" || share > 1) problems[field] = "Give a percentage from 0 to 100.";
  }
  if (readDays(draft.auditRetentionDays) === undefined) {
    problems.auditRetentionDays = `Give a number of days from ${AUDIT_RETENTION_DAYS_MIN} on, or nothing to keep it for ever.`;
  }
  return problems;
}

/** Null for nothing typed; undefined for what is no number of days that may be. */
function readDays(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const days = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return days >= AUDIT_RETENTION_DAYS_MIN && days <= AUDIT_RETENTION_DAYS_MAX ? days : undefined;
}

export function changedSettings(
  draft: WorkspaceDraft,
  opened: WorkspaceDraft,
): readonly (keyof WorkspaceDraft)[] {
  const fields = Object.keys(opened) as (keyof WorkspaceDraft)[];
  return fields.filter((field) => draft[field].trim() !== opened[field].trim());
}

/** Only what differs from what was opened; the three levels are one setting. */
export function workspaceEditOf(draft: WorkspaceDraft, opened: WorkspaceDraft) {
  const changed = new Set(changedSettings(draft, opened));
  const share = (field: keyof WorkspaceDraft) => readPercent(draft[field]) ?? 0;
  const isLevelChanged = changed.has("major") || changed.has("partial") || changed.has("degraded");
  return {
    ...(changed.has("name") ? { name: draft.name.trim() } : {}),
    ...(changed.has("timeZone") ? { timeZone: draft.timeZone.trim() } : {}),
    ...(changed.has("sloTarget") ? { sloTarget: share("sloTarget") } : {}),
    ...(changed.has("adoptionTarget") ? { adoptionTarget: share("adoptionTarget") } : {}),
    ...(isLevelChanged
      ? {
          levelFractions: {
            major: share("major"),
            partial: share("partial"),
            degraded: share("degraded"),
          },
        }
      : {}),
    ...(changed.has("auditRetentionDays")
      ? { auditRetentionDays: readDays(draft.auditRetentionDays) ?? null }
      : {}),
  };
}

/** What saving will do to figures of the past, in sentences. */
export function consequencesOf(draft: WorkspaceDraft, opened: WorkspaceDraft): string[] {
  const changed = new Set(changedSettings(draft, opened));
  const sentences: string[] = [];
  if (changed.has("timeZone")) {
    sentences.push(
      "Every day, week and month is cut anew in this zone, so all figures of the past are recomputed.",
    );
  }
  if (changed.has("major") || changed.has("partial") || changed.has("degraded")) {
    sentences.push(
      "Every impact stated by its level takes the new share, and all figures of the past are recomputed. Impacts with a number of their own stay.",
    );
  }
  if (changed.has("sloTarget")) {
    sentences.push("Services without an objective of their own are judged by the new one, also in the past.");
  }
  if (changed.has("adoptionTarget"))
    sentences.push("The line in the adoption chart moves, also in the past.");
  const days = readDays(draft.auditRetentionDays);
  if (changed.has("auditRetentionDays") && typeof days === "number") {
    sentences.push(
      `Audit events older than ${days} days are deleted, from the next day on. They do not come back.`,
    );
  }
  return sentences;
}
