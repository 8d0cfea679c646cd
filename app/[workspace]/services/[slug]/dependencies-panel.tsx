import Link from "next/link";
import { EditDependencies } from "@/components/service/service-actions";
import { Chip } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { Criticality, Service } from "@/domain/service/schema";

type Neighbour = { slug: string; name: string; criticality: Criticality };

/** What the service needs, and what needs it: hard ones first, as those carry an outage on. */
export function DependenciesPanel({
  service,
  services,
  workspace,
}: {
  service: Service;
  services: readonly Service[];
  workspace: string;
}) {
  const names = new Map(services.map((one) => [one.slug, one.name]));
  const dependsOn = service.dependsOn.map((one) => ({ ...one, name: names.get(one.slug) ?? one.slug }));
  const dependedOnBy = services.flatMap(({ slug, name, dependsOn: needs }) =>
    needs.filter((one) => one.slug === service.slug).map(({ criticality }) => ({ slug, name, criticality })),
  );
  return (
    <Panel aria-labelledby="dependencies">
      <PanelHeader
        id="dependencies"
        title="Dependencies"
        description={<span className="max-sm:hidden">hard: fails with it; soft: works on without it</span>}
        right={
          <EditDependencies
            workspace={workspace}
            service={service}
            others={services
              .filter((one) => one.slug !== service.slug)
              .map(({ slug, name }) => ({ slug, name }))}
          />
        }
      />
      <PanelBody className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <Neighbours
          id="depends-on"
          title="Depends on"
          rows={dependsOn}
          empty="Nothing: it stands alone."
          workspace={workspace}
        />
        <Neighbours
          id="depended-on-by"
          title="Depended on by"
          rows={dependedOnBy}
          empty="Nothing names it as a dependency."
          workspace={workspace}
        />
      </PanelBody>
    </Panel>
  );
}

function Neighbours({
  id,
  title,
  rows,
  empty,
  workspace,
}: {
  id: string;
  title: string;
  rows: readonly Neighbour[];
  empty: string;
  workspace: string;
}) {
  const ordered = [...rows].sort(
    (a, b) => a.criticality.localeCompare(b.criticality) || a.name.localeCompare(b.name, "en"),
  );
  return (
    <div>
      <h3 id={id} className="pb-1">
        {title}
      </h3>
      {rows.length === 0 ? (
        <p className="text-ink-3">{empty}</p>
      ) : (
        <ul aria-labelledby={id}>
          {ordered.map((one) => (
            <li
              key={one.slug}
              className="flex min-h-8 items-center gap-2 border-b border-line py-1 last:border-0 touch:min-h-10"
            >
              <Link
                href={`/${workspace}/services/${encodeURIComponent(one.slug)}`}
                prefetch={false}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {one.name}
              </Link>
              <Chip tone={one.criticality === "hard" ? "plain" : "dashed"}>{one.criticality}</Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
