import Link from "next/link";

const definitions = [
  ["availability", "Availability"],
  ["budget", "Error budget"],
  ["incidents", "Incidents by severity"],
  ["adoption", "AI adoption"],
  ["ai-share", "AI share of changes"],
  ["change-failure-rate", "Change failure rate"],
  ["impact-minutes", "Impact minutes"],
  ["causes", "Causes"],
  ["blast-radius", "Blast radius"],
  ["comparison", "Comparison"],
] as const;

/** From every number of the page to how it is made. */
export function DefinitionLinks({ base }: { base: string }) {
  return (
    <nav
      aria-label="How the numbers are made"
      className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-3 print:hidden"
    >
      How it is made:
      {definitions.map(([id, name]) => (
        <Link key={id} href={`${base}/metrics#${id}`} prefetch={false} className="link">
          {name}
        </Link>
      ))}
    </nav>
  );
}
