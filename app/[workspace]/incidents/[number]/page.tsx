import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cache } from "react";
import { AbilitiesProvider } from "@/components/access/abilities";
import { layBlastOut } from "@/components/incident/blast-layout";
import { BlastSvg } from "@/components/incident/blast-svg";
import { CopyLink } from "@/components/incident/copy-link";
import { IncidentView } from "@/components/incident/incident-view";
import { richTexts } from "@/components/incident/rich-texts";
import { linkedChangesQuery, suspectsQuery } from "@/components/query/incident-changes";
import { incidentQuery } from "@/components/query/incidents";
import { Page, PrintLine } from "@/components/shell/page";
import type { Incident } from "@/domain/incident/schema";
import { listIncidentChanges } from "@/server/change/links";
import { hasChanges, suspectsOf } from "@/server/change/suspects";
import type { Ctx } from "@/server/context";
import { incidentAbilities } from "@/server/incident/access";
import { getIncident, incidentMedians } from "@/server/incident/queries";
import { pageContext } from "@/server/workspace/resolve";
import { foundOr404 } from "../../found-or-404";

type Props = { params: Promise<{ workspace: string; number: string }> };

/** More boxes than this are a list; the page draws no graph of them. */
const GRAPH_MOST = 60;

const readIncident = cache(async (slug: string, number: string): Promise<Incident> => {
  const { ctx } = await pageContext(slug);
  return foundOr404(() => getIncident(ctx, decodeURIComponent(number)));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, number } = await params;
  const incident = await readIncident(workspace, number);
  return { title: `#${incident.number} ${incident.title}` };
}

export default async function IncidentPage({ params }: Props) {
  const { workspace: slug, number } = await params;
  const [{ ctx, workspace }, incident] = await Promise.all([pageContext(slug), readIncident(slug, number)]);
  const [medians, abilities, changes] = await Promise.all([
    incidentMedians(ctx),
    incidentAbilities(ctx, incident.id),
    readChanges(ctx, incident.id),
  ]);
  const queryClient = new QueryClient();
  queryClient.setQueryData(incidentQuery(slug, incident.number).queryKey, incident);
  queryClient.setQueryData(suspectsQuery(slug, incident.number).queryKey, changes.suspects);
  queryClient.setQueryData(linkedChangesQuery(slug, incident.number).queryKey, changes.links);
  const base = `/${slug}`;
  return (
    <Page
      ownHeading
      title={`#${incident.number}`}
      crumbs={[{ label: "Incidents", href: `${base}/incidents` }]}
      actions={<CopyLink />}
    >
      <PrintLine>
        {workspace.name}, incident #{incident.number}, printed{" "}
        {ctx.now.toISOString().slice(0, 16).replace("T", " ")} UTC
      </PrintLine>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <AbilitiesProvider value={abilities}>
          <IncidentView
            initial={incident}
            workspace={slug}
            zone={workspace.timeZone}
            now={ctx.now.toISOString()}
            medians={medians}
            changes={changes}
            picture={<Picture radius={incident.blastRadius} />}
            texts={richTexts(incident)}
          />
        </AbilitiesProvider>
      </HydrationBoundary>
    </Page>
  );
}

async function readChanges(ctx: Ctx, incidentId: string) {
  const [suspects, links] = await Promise.all([
    suspectsOf(ctx, incidentId),
    listIncidentChanges(ctx, incidentId),
  ]);
  // Only an empty panel has to say which of the two it is.
  const hasAny = suspects.considered > 0 || links.length > 0 || (await hasChanges(ctx));
  return { suspects, links, hasAny };
}

function Picture({ radius }: { radius: Incident["blastRadius"] }) {
  const layout = layBlastOut(radius);
  if (layout.nodes.length < 2 || layout.nodes.length > GRAPH_MOST) return null;
  const names = layout.nodes
    .map((node) => node.name)
    .slice(0, 20)
    .join(", ");
  return (
    <BlastSvg layout={layout} label={`Dependency graph of what was hit and what was predicted: ${names}`} />
  );
}
