import type { Metadata } from "next";
import Link from "next/link";
import { ActionTable } from "@/components/agent/action-table";
import { AddAgent } from "@/components/agent/agent-actions";
import { RegisterTable } from "@/components/agent/register-table";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { listAgentActions } from "@/server/agent/actions";
import { listAgents } from "@/server/agent/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Agents" };

const AGENTS_PER_PAGE = 100;
const ACTIONS_SHOWN = 15;

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function AgentsPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const after = [(await searchParams).after].flat()[0]?.slice(0, 80);
  const [{ agents, next }, { actions }, flagged, teams] = await Promise.all([
    listAgents(ctx, { limit: AGENTS_PER_PAGE, after }),
    listAgentActions(ctx, { limit: ACTIONS_SHOWN }),
    listAgentActions(ctx, { limit: ACTIONS_SHOWN, flagged: true }),
    listTeams(ctx),
  ]);
  const base = `/${workspace.slug}`;
  const view = { base, zone: workspace.timeZone };
  return (
    <Page
      title="Agents"
      actions={<AddAgent workspace={workspace.slug} teams={teams.map(({ name }) => name)} />}
    >
      <PrintLine>
        <b>{workspace.name}, agents.</b> As of {ctx.now.toISOString().slice(0, 16).replace("T", " ")} UTC.
      </PrintLine>
      {flagged.actions.length === 0 ? null : (
        <Panel aria-labelledby="flagged" className="!border-bad-line">
          <PanelHeader
            id="flagged"
            title="Acted against their leave, or without any"
            description={`the newest ${flagged.actions.length}`}
            right={isAllGenerated(flagged.actions) ? <GeneratedTag /> : null}
          />
          <ActionTable actions={flagged.actions} {...view} tagged={!isAllGenerated(flagged.actions)} />
        </Panel>
      )}
      <Panel aria-labelledby="register">
        <PanelHeader
          id="register"
          title="The register"
          description={<span className="max-sm:hidden">who owns which agent, and how far it goes where</span>}
          right={
            <>
              {isAllGenerated(agents) ? <GeneratedTag /> : null}
              <Link href={`${base}/agents/walkthrough`} className="link">
                The thirteen-hour outage
              </Link>
            </>
          }
        />
        {agents.length === 0 ? (
          <PanelBody>
            <EmptyState title={after === undefined ? "No agent is in the register" : "Nothing further on"}>
              An agent that is not in it may do nothing. Enter each AI tool that acts on your systems by
              itself: who owns it, and what it may do where. It then asks over the API or{" "}
              <code className="font-mono text-[0.92em]">npx faultline mcp</code> before it acts.
            </EmptyState>
          </PanelBody>
        ) : (
          <RegisterTable
            agents={agents}
            now={ctx.now.toISOString()}
            {...view}
            tagged={!isAllGenerated(agents)}
          />
        )}
        {next === null ? null : (
          <PanelBody>
            <LinkButton href={`${base}/agents?after=${encodeURIComponent(next)}`} rel="next">
              Next {AGENTS_PER_PAGE}
            </LinkButton>
          </PanelBody>
        )}
      </Panel>
      <Panel aria-labelledby="asked">
        <PanelHeader
          id="asked"
          title="Last asked"
          description={actions.length < ACTIONS_SHOWN ? null : `the newest ${ACTIONS_SHOWN}`}
          right={
            <>
              {isAllGenerated(actions) ? <GeneratedTag /> : null}
              <Link href={`${base}/changes?kind=agent-action`} className="link">
                Agents’ changes
              </Link>
            </>
          }
        />
        {actions.length === 0 ? (
          <PanelBody>
            <EmptyState title="No agent has asked for anything yet" />
          </PanelBody>
        ) : (
          <ActionTable actions={actions} {...view} tagged={!isAllGenerated(actions)} />
        )}
      </Panel>
    </Page>
  );
}

const isAllGenerated = (rows: readonly { generated: boolean }[]) =>
  rows.length > 0 && rows.every(({ generated }) => generated);
