import { CAUSE_KINDS } from "@/domain/cause/kinds";
import { type Fragment, rankMatches } from "@/domain/incident/quick-entry";
import type { Service } from "@/domain/service/schema";

/** One offer of the line: what it is called, why it may be meant, and what it puts into the line. */
export type Completion = { name: string; detail: string; insert: string };

const MOST = 8;

/** Completions of an "@…" or "#…", best first; services that need one already entered come before the others. */
export function completionsFor(
  fragment: Fragment,
  services: readonly Service[],
  entered: ReadonlySet<string>,
): Completion[] {
  if (fragment.kind === "cause") {
    return rankMatches(fragment.query, CAUSE_KINDS, (entry) => [entry.kind, entry.name])
      .slice(0, MOST)
      .map((entry) => ({ name: entry.name, detail: `#${entry.kind}`, insert: `#${entry.kind}` }));
  }
  const left = services.filter((service) => !entered.has(service.slug));
  const likelyFirst = [...left].sort((a, b) => needed(b, entered).length - needed(a, entered).length);
  return rankMatches(fragment.query, likelyFirst, (service) => [service.slug, service.name])
    .slice(0, MOST)
    .map((service) => ({
      name: service.slug,
      detail: reasonFor(service, needed(service, entered)),
      insert: `@${service.slug}`,
    }));
}

function needed(service: Service, entered: ReadonlySet<string>): string[] {
  return service.dependsOn
    .filter((edge) => edge.criticality === "hard" && entered.has(edge.slug))
    .map((edge) => edge.slug);
}

function reasonFor(service: Service, needs: string[]): string {
  const weight = `weight ${service.weight}`;
  const name = service.name.toLowerCase() === service.slug ? [] : [service.name];
  const why = needs.length > 0 ? [`depends on ${needs.join(" and ")}`] : [];
  return [...name, ...why, weight].join("; ");
}
