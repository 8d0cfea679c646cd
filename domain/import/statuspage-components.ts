import { instantOf } from "./instant";
import { field, isRecord, type JsonRecord, recordsOf, textOf } from "./json-value";
import { isPseudoComponent } from "./vocabulary";

/** One component as one update names it. */
export interface ComponentMention {
  id: string | undefined;
  name: string;
  oldStatus: string | undefined;
  newStatus: string | undefined;
}

interface Named {
  name: string;
  atMs: number;
}

/** When the page says an update was: what it displays goes before when it was typed. */
export function updateMs(update: JsonRecord): number | undefined {
  return (
    instantOf(textOf(update, "display_at")) ??
    instantOf(textOf(update, "created_at")) ??
    instantOf(textOf(update, "updated_at"))
  );
}

export function mentionsOf(update: JsonRecord): ComponentMention[] {
  const list = field(update, "affected_components");
  if (!Array.isArray(list)) return [];
  const mentions: ComponentMention[] = [];
  for (const entry of list) {
    if (typeof entry === "string" && entry.trim()) {
      mentions.push({ id: undefined, name: entry.trim(), oldStatus: undefined, newStatus: undefined });
    }
    if (!isRecord(entry)) continue;
    const name = textOf(entry, "name");
    if (name === undefined) continue;
    mentions.push({
      id: textOf(entry, "code") ?? textOf(entry, "id"),
      name,
      oldStatus: textOf(entry, "old_status"),
      newStatus: textOf(entry, "new_status"),
    });
  }
  return mentions;
}

/**
 * One name per component id. Updates say "Spaces - Global" where the component list says "Global" for four
 * different components, and components are renamed over the years: the newest full name wins for all rows.
 */
export class ComponentNames {
  readonly #groups = new Map<string, string>();
  readonly #listed = new Map<string, string>();
  readonly #mentioned = new Map<string, Named>();
  readonly #bare = new Map<string, Named & { groupId: string | undefined }>();
  readonly #idByName = new Map<string, string>();
  #groupsPerBareName: Map<string, Set<string>> | null = null;

  /** The page's own component list, as in summary.json and components.json. */
  addPageComponents(components: readonly JsonRecord[]): void {
    for (const component of components) {
      const id = textOf(component, "id");
      const name = textOf(component, "name");
      if (id && name && field(component, "group") === true) this.#groups.set(id, name);
    }
    for (const component of components) {
      const id = textOf(component, "id");
      const name = textOf(component, "name");
      if (!id || !name || this.#groups.has(id)) continue;
      const group = this.#groups.get(textOf(component, "group_id") ?? "");
      this.#listed.set(id, group ? `${group} - ${name}` : name);
    }
  }

  addIncident(incident: JsonRecord, updates: readonly JsonRecord[]): void {
    const atMs = instantOf(textOf(incident, "created_at")) ?? 0;
    for (const component of recordsOf(incident, "components")) {
      const id = textOf(component, "id");
      const name = textOf(component, "name");
      if (!id || !name) continue;
      if (field(component, "group") === true) this.#groups.set(id, name);
      const known = this.#bare.get(id);
      if (!known || known.atMs <= atMs) {
        this.#bare.set(id, { name, atMs, groupId: textOf(component, "group_id") });
      }
    }
    for (const update of updates) {
      const saidMs = updateMs(update) ?? atMs;
      for (const { id, name } of mentionsOf(update)) {
        if (!id) continue;
        this.#idByName.set(name.toLowerCase(), id);
        const known = this.#mentioned.get(id);
        if (!known || known.atMs <= saidMs) this.#mentioned.set(id, { name, atMs: saidMs });
      }
    }
    this.#groupsPerBareName = null;
  }

  /** Whether this is a heading or a sign rather than something that can fail. */
  isSkipped(id: string | undefined, name: string): boolean {
    return isPseudoComponent(name) || (id !== undefined && this.#groups.has(id));
  }

  /** The one name of a component. */
  nameOf(id: string | undefined, name: string): string {
    const known = id ?? this.#idByName.get(name.toLowerCase());
    if (known === undefined) return name;
    const full = this.#listed.get(known) ?? this.#mentioned.get(known)?.name;
    if (full !== undefined) return full;
    const bare = this.#bare.get(known);
    if (!bare) return name;
    const group = this.#groups.get(bare.groupId ?? "");
    if (group) return `${group} - ${bare.name}`;
    return this.#isAmbiguous(bare.name) ? `${bare.name} (${known})` : bare.name;
  }

  /** Names of the page's own list, headings and signs left out. */
  pageNames(): string[] {
    return [...this.#listed.values()].filter((name) => !isPseudoComponent(name));
  }

  #isAmbiguous(bareName: string): boolean {
    if (this.#groupsPerBareName === null) {
      this.#groupsPerBareName = new Map();
      for (const { name, groupId } of this.#bare.values()) {
        const groups = this.#groupsPerBareName.get(name) ?? new Set();
        groups.add(groupId ?? "");
        this.#groupsPerBareName.set(name, groups);
      }
    }
    return (this.#groupsPerBareName.get(bareName)?.size ?? 0) > 1;
  }
}
