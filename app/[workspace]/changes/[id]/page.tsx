import type { Metadata } from "next";
import { cache } from "react";
import { CarriedPanel } from "@/components/change/carried-panel";
import { ChangeHeader } from "@/components/change/change-header";
import { ContentsPanel, DescriptionPanel } from "@/components/change/contents-panel";
import { FactsPanel } from "@/components/change/facts-panel";
import { IncidentsPanel } from "@/components/change/incidents-panel";
import { InvolvementPanel } from "@/components/change/involvement-panel";
import { SourcesPanel } from "@/components/change/sources-panel";
import { CopyLink } from "@/components/incident/copy-link";
import { Page, PrintLine } from "@/components/shell/page";
import { SignOffPanel } from "@/components/sign-off/sign-off-panel";
import type { Change } from "@/domain/change/schema";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { getChange } from "@/server/change/queries";
import { involvementAbilities } from "@/server/change/state-involvement";
import type { Ctx } from "@/server/context";
import { readRequest, requestOfChange } from "@/server/sign-off/queries";
import { viewerPersonId } from "@/server/sign-off/queue-figures";
import { pageContext } from "@/server/workspace/resolve";
import { foundById } from "../../found-or-404";

type Props = { params: Promise<{ workspace: string; id: string }> };

const readChange = cache(async (slug: string, id: string): Promise<Change> => {
  const { ctx } = await pageContext(slug);
  return foundById(id, () => getChange(ctx, id));
});

/** What a policy asks of it, whole; null where it asks nothing. */
async function readSignOff(ctx: Ctx, changeId: string): Promise<SignOffRequestDetail | null> {
  const asked = await requestOfChange(ctx, changeId);
  return asked === null ? null : readRequest(ctx, asked.id);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { ref, title } = await readChange(workspace, id);
  return { title: ref === null ? title : `${ref} ${title}` };
}

export default async function ChangePage({ params }: Props) {
  const { workspace: slug, id } = await params;
  const [{ ctx, workspace }, change] = await Promise.all([pageContext(slug), readChange(slug, id)]);
  const [abilities, signOff] = await Promise.all([
    involvementAbilities(ctx, change.id),
    readSignOff(ctx, change.id),
  ]);
  const base = `/${slug}`;
  const zone = workspace.timeZone;
  return (
    <Page
      ownHeading
      title={change.ref ?? "Change"}
      crumbs={[{ label: "Changes", href: `${base}/changes` }]}
      actions={<CopyLink />}
    >
      <PrintLine>
        {workspace.name}, change {change.ref ?? change.id}, printed{" "}
        {ctx.now.toISOString().slice(0, 16).replace("T", " ")} UTC
      </PrintLine>
      <ChangeHeader change={change} zone={zone} />
      <div className="grid items-start gap-4 max-sm:gap-3 lg:grid-cols-[minmax(0,1fr)_452px]">
        <div className="flex min-w-0 flex-col gap-4 max-sm:gap-3">
          {signOff === null ? null : (
            <SignOffPanel
              detail={signOff}
              workspace={slug}
              viewerId={viewerPersonId(ctx)}
              zone={zone}
              now={ctx.now.toISOString()}
            />
          )}
          <InvolvementPanel change={change} abilities={abilities} workspace={slug} zone={zone} />
          <IncidentsPanel change={change} workspaceSlug={slug} zone={zone} />
          <CarriedPanel id="carries" title="Carries" changes={change.carries} base={base} zone={zone} />
          <CarriedPanel
            id="carried-by"
            title="Carried to production by"
            changes={change.carriedBy}
            base={base}
            zone={zone}
          />
          <DescriptionPanel change={change} />
          <ContentsPanel change={change} zone={zone} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-sm:gap-3">
          <FactsPanel change={change} base={base} zone={zone} />
          <SourcesPanel change={change} zone={zone} />
        </div>
      </div>
    </Page>
  );
}
