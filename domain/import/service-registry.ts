import type { ImportLevelWord, NormalizedService } from "./plan";

/** Lower-kebab ASCII of a name, at most 80 characters; empty where nothing readable is left. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/\+/g, " plus ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80)
    .replace(/-+$/, "");
}

/** Stable digits of a text, for names that leave no letters to make a slug of. */
export function digestOf(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return (high >>> 0).toString(36).padStart(7, "0") + (low >>> 0).toString(36).padStart(7, "0");
}

export interface RegisteredService {
  serviceName: string;
  serviceSlug: string;
}

/**
 * Gives each service name one slug. Names that differ only in case or spaces are one service; two names that
 * would share a slug ("C" and "C#") get a number by order of first use, which is the file's order.
 */
export class ServiceRegistry {
  readonly #byKey = new Map<string, NormalizedService>();
  readonly #slugs = new Set<string>();
  readonly #words = new Map<string, ImportLevelWord>();
  readonly #prefix: string;

  constructor(prefix = "") {
    this.#prefix = prefix.trim();
  }

  register(rawName: string): RegisteredService {
    const bare = rawName.replace(/\s+/g, " ").trim();
    const name = (this.#prefix ? `${this.#prefix} ${bare}` : bare).slice(0, 120).trim();
    const key = name.toLowerCase();
    const known = this.#byKey.get(key);
    if (known) return { serviceName: known.name, serviceSlug: known.slug };
    const service = { slug: this.#freeSlug(name), name, firstSeenAt: null };
    this.#byKey.set(key, service);
    return { serviceName: name, serviceSlug: service.slug };
  }

  /** Remembers the earliest impact of a service. */
  sawImpact(name: string, startedAt: string): void {
    const service = this.#byKey.get(name.toLowerCase());
    if (!service) return;
    if (service.firstSeenAt === null || startedAt < service.firstSeenAt) service.firstSeenAt = startedAt;
  }

  /** Counts an impact whose level a provider's word decided. */
  sawWord(word: string, level: ImportLevelWord["level"]): void {
    const known = this.#words.get(word);
    if (known) known.impacts += 1;
    else this.#words.set(word, { word, level, impacts: 1 });
  }

  levelWords(): ImportLevelWord[] {
    return [...this.#words.values()].sort((a, b) => b.impacts - a.impacts || (a.word < b.word ? -1 : 1));
  }

  services(): NormalizedService[] {
    return [...this.#byKey.values()];
  }

  #freeSlug(name: string): string {
    const base = slugOf(name) || `service-${digestOf(name)}`;
    let slug = base;
    for (let count = 2; this.#slugs.has(slug); count += 1) {
      slug = `${base.slice(0, 80 - String(count).length - 1)}-${count}`;
    }
    this.#slugs.add(slug);
    return slug;
  }
}
