import type { DraftImpact } from "./incident-draft";
import { type JsonRecord, recordsOf, textOf } from "./json-value";
import type { ImportOptions } from "./plan";
import { type ComponentMention, type ComponentNames, mentionsOf, updateMs } from "./statuspage-components";
import { levelOf, wordKey } from "./vocabulary";

interface TimedMention extends ComponentMention {
  atMs: number;
}

interface Component {
  service: string;
  /** Its state when the page was read; says something only while the incident was running. */
  snapshotStatus: string | undefined;
  mentions: TimedMention[];
}

interface Stretch {
  fromMs: number;
  toMs: number | null;
  word: string;
}

export interface ImpactWindow {
  startMs: number;
  endMs: number | null;
  /** The incident's own impact word, for components whose state was never set. */
  impactWord: string;
  /** Whether component states are those of this incident, because the file was written while it ran. */
  readWhileOpen: boolean;
  fallbackService: string;
}

const IMPAIRED = new Set(["degraded_performance", "partial_outage", "major_outage"]);

/** Impacts of a status page's incident, one stretch per component and state where the updates tell states. */
export function statuspageImpacts(
  incident: JsonRecord,
  updates: readonly JsonRecord[],
  names: ComponentNames,
  window: ImpactWindow,
  options: ImportOptions,
): { impacts: DraftImpact[]; isWholePage: boolean } {
  const components = componentsOf(incident, updates, names, window.startMs);
  const impacts: DraftImpact[] = [];
  for (const component of components) {
    for (const { fromMs, toMs, word } of stretchesOf(component, window)) {
      impacts.push({
        service: component.service,
        ...levelAndWord(word, window, options),
        startMs: fromMs,
        endMs: toMs,
      });
    }
  }
  if (components.length > 0) return { impacts, isWholePage: false };
  const { startMs, endMs, fallbackService, impactWord } = window;
  const impact = { ...levelAndWord(impactWord, window, options), startMs, endMs };
  return { impacts: [{ service: fallbackService, ...impact }], isWholePage: true };
}

/** A state that is not known here falls back to the incident's impact, and that to degraded. */
function levelAndWord(
  word: string,
  { impactWord }: ImpactWindow,
  options: ImportOptions,
): Pick<DraftImpact, "level" | "word"> {
  const known = levelOf(word, options.levels) === null ? impactWord : word;
  return { level: levelOf(known, options.levels) ?? "degraded", word: wordKey(known) };
}

function componentsOf(
  incident: JsonRecord,
  updates: readonly JsonRecord[],
  names: ComponentNames,
  startMs: number,
): Component[] {
  const byService = new Map<string, Component>();
  const componentFor = (id: string | undefined, name: string): Component | undefined => {
    if (names.isSkipped(id, name)) return undefined;
    const service = names.nameOf(id, name);
    const known = byService.get(service);
    if (known) return known;
    const component = { service, snapshotStatus: undefined, mentions: [] };
    byService.set(service, component);
    return component;
  };
  for (const entry of recordsOf(incident, "components")) {
    const name = textOf(entry, "name");
    if (name === undefined) continue;
    const component = componentFor(textOf(entry, "id"), name);
    if (component) component.snapshotStatus = textOf(entry, "status");
  }
  // What the first update says holds from the start of the incident, which may have been set further back.
  for (const [index, update] of updates.entries()) {
    const atMs = index === 0 ? startMs : (updateMs(update) ?? startMs);
    for (const mention of mentionsOf(update)) {
      componentFor(mention.id, mention.name)?.mentions.push({ ...mention, atMs });
    }
  }
  return [...byService.values()];
}

function stretchesOf({ mentions, snapshotStatus }: Component, window: ImpactWindow): Stretch[] {
  const { startMs, endMs, impactWord } = window;
  const told = mentions.some(
    ({ oldStatus, newStatus }) => IMPAIRED.has(oldStatus ?? "") || IMPAIRED.has(newStatus ?? ""),
  );
  if (!told) {
    const isSnapshot = window.readWhileOpen && IMPAIRED.has(snapshotStatus ?? "");
    return [{ fromMs: startMs, toMs: endMs, word: isSnapshot ? (snapshotStatus ?? "") : impactWord }];
  }
  const stretches: Stretch[] = [];
  let fromMs = startMs;
  let state: string | undefined;
  let wasImpaired = false;
  const changeTo = (next: string, atMs: number) => {
    if (next === state) return;
    if (state !== undefined && atMs > fromMs) stretches.push({ fromMs, toMs: atMs, word: state });
    fromMs = Math.max(atMs, startMs);
    state = next;
    wasImpaired ||= IMPAIRED.has(next);
  };
  for (const { oldStatus, newStatus, atMs } of mentions) {
    // A component found impaired that was never reported so has been since the start of its incident.
    if (oldStatus !== undefined && IMPAIRED.has(oldStatus) && !wasImpaired) changeTo(oldStatus, startMs);
    else if (oldStatus !== undefined) changeTo(oldStatus, atMs);
    if (newStatus !== undefined) changeTo(newStatus, atMs);
  }
  if (state !== undefined) stretches.push({ fromMs, toMs: endMs, word: state });
  return stretches.filter(({ fromMs: from, toMs }) => toMs === null || toMs > from);
}
