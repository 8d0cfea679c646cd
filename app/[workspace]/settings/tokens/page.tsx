import type { Metadata } from "next";
import { TokensPanel } from "@/components/token/tokens-panel";
import { canKeepServiceTokens } from "@/domain/access/token";
import { listAgents } from "@/server/agent/queries";
import { listTokens } from "@/server/token/queries";
import { pageContext } from "@/server/workspace/resolve";
import { SettingsFrame } from "../settings-frame";

export const metadata: Metadata = { title: "Tokens" };

/** More than anybody chooses from; of any other a token is made over the API. */
const AGENTS_MAX = 200;

export default async function TokensPage({ params }: { params: Promise<{ workspace: string }> }) {
  const context = await pageContext((await params).workspace);
  const { ctx, workspace, principal } = context;
  const tokens = await listTokens(ctx);
  const own = tokens.filter(({ user }) => user?.id === principal.userId);
  const others = tokens.filter(({ user }) => user !== null && user.id !== principal.userId);
  const { agents } = await listAgents(ctx, { limit: AGENTS_MAX });
  const shared = {
    workspace: workspace.slug,
    agents: agents.map(({ slug, name }) => ({ slug, name })),
    now: ctx.now.toISOString(),
    zone: workspace.timeZone,
  };
  return (
    <SettingsFrame context={context} title="Tokens">
      <p className="max-w-[760px] text-ink-2">
        A token lets a program use the{" "}
        <a href="/reference" className="link">
          API
        </a>{" "}
        of this workspace. It does what its scopes say, and a personal one never more than you may yourself.
      </p>
      <TokensPanel
        {...shared}
        id="own-tokens"
        title="Your tokens"
        description="act as you, and stop with your membership"
        empty="For a script or a tool on your own machine. It acts as you, within your roles."
        kind="personal"
        tokens={own}
      />
      {canKeepServiceTokens(ctx.actor) ? (
        <TokensPanel
          {...shared}
          id="service-tokens"
          title="Service tokens"
          description="have nobody behind them, and stay when their maker leaves"
          empty="For a pipeline or a monitoring tool. The operator can also make one: npx faultline token create --name NAME --scope read,write"
          kind="service"
          tokens={tokens.filter(({ user }) => user === null)}
        />
      ) : null}
      {others.length > 0 ? (
        <TokensPanel
          {...shared}
          id="others-tokens"
          title="Personal tokens of others"
          description="yours to revoke, as an admin"
          empty=""
          kind={null}
          tokens={others}
        />
      ) : null}
    </SettingsFrame>
  );
}
