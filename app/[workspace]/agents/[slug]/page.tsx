import type { Metadata } from "next";
import { cache } from "react";
import { ActionTable } from "@/components/agent/action-table";
import { DisableAgent, EditAgent } from "@/components/agent/agent-actions";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import type { RegisteredAgent } from "@/domain/agent/schema";
import { listAgentActions } from "@/server/agent/actions";
import { getAgent } from "@/server/agent/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";
import { foundOr404 } from "../../found-or-404";
import { FactsPanel } from "./facts-panel";
import { PermissionsPanel } from "./permissions-panel";

const ACTIONS_PER_PAGE = 50;

type Props = {
  params: Promise<{ workspace: string; slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const readAgent = cache(async (workspace: string, slug: string): Promise<RegisteredAgent> => {
  const { ctx } = await pageContext(workspace);
  return foundOr404(() => getAgent(ctx, decodeURIComponent(slug)));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, slug } = await params;
  return { title: (await readAgent(workspace, slug)).name };
}

export default async function AgentPage({ params, searchParams }: Props) {
  const { workspace: workspaceSlug, slug } = await params;
  const { ctx, workspace } = await pageContext(workspaceSlug);
  const agent = await readAgent(workspaceSlug, slug);
  const [{ actions, next }, teams] = await Promise.all([
    listAgentActions(ctx, {
      agent: agent.slug,
      limit: ACTIONS_PER_PAGE,
      cursor: cursorOf([(await searchParams).before].flat()[0]),
    }),
    listTeams(ctx),
  ]);
  const base = `/${workspace.slug}`;
  const isAllGenerated = actions.length > 0 && actions.every(({ generated }) => generated);
  const edit = { workspace: workspace.slug, agent, teams: teams.map(({ name }) => name) };
  return (
    <Page
      title={agent.name}
      crumbs={[{ label: "Agents", href: `${base}/agents` }]}
      actions={
        <>
          <DisableAgent workspace={workspace.slug} agent={agent} />
          <EditAgent {...edit} />
        </>
      }
    >
      <PrintLine>
        <b>
          {workspace.name}, {agent.name}.
        </b>{" "}
        As of {ctx.now.toISOString().slice(0, 16).replace("T", " ")} UTC.
      </PrintLine>
      {agent.disabledAt === null ? null : (
        <p className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2 text-warn">
          Disabled: it may do nothing.
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px] max-sm:gap-3">
        <PermissionsPanel agent={agent} />
        <FactsPanel agent={agent} base={base} zone={workspace.timeZone} />
      </div>
      <Panel aria-labelledby="actions">
        <PanelHeader
          id="actions"
          title="What it asked, and what came of it"
          description="newest first"
          right={isAllGenerated ? <GeneratedTag /> : null}
        />
        {actions.length === 0 ? (
          <PanelBody>
            <EmptyState title="It has asked for nothing yet" />
          </PanelBody>
        ) : (
          <ActionTable
            actions={actions}
            base={base}
            zone={workspace.timeZone}
            ofOne
            tagged={!isAllGenerated}
          />
        )}
        {next === null ? null : (
          <PanelBody>
            <LinkButton href={`${base}/agents/${agent.slug}?before=${next.at}_${next.id}`} rel="next">
              Older
            </LinkButton>
          </PanelBody>
        )}
      </Panel>
    </Page>
  );
}

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/;

/** What does not read as a place in the list is its beginning. */
function cursorOf(text: string | undefined): { at: string; id: string } | undefined {
  const [, at, id] = CURSOR.exec(text ?? "") ?? [];
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at))) return undefined;
  return { at, id };
}
