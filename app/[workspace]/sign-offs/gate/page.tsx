import type { Metadata } from "next";
import { LogPages } from "@/components/list/log-panel";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";
import { paramText, type SearchParams } from "@/domain/address/params";
import { findCursor, instantPlaceSchema, writeCursor } from "@/server/api/page";
import { listGateDecisions } from "@/server/gate/decisions";
import { pageContext } from "@/server/workspace/resolve";
import { DecisionTable } from "./decision-table";

export const metadata: Metadata = { title: "Gate" };

const DECISIONS_PER_PAGE = 50;
const CHOICES = [
  { value: "all", label: "All" },
  { value: "hold", label: "Held" },
  { value: "allow", label: "Allowed" },
] as const;

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function GatePage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const { decision, cursor } = askedOf(await searchParams);
  const page = await listGateDecisions(ctx, {
    decision: decision ?? undefined,
    limit: DECISIONS_PER_PAGE,
    cursor: findCursor(cursor, instantPlaceSchema),
  });
  const path = `/${workspace.slug}/sign-offs/gate`;
  const hrefOf = (query: Record<string, string>) => {
    const search = new URLSearchParams({ ...(decision === null ? {} : { decision }), ...query });
    return search.size === 0 ? path : `${path}?${search}`;
  };
  const choices = CHOICES.map(({ value, label }) => ({
    value,
    label,
    href: value === "all" ? path : `${path}?decision=${value}`,
  }));
  return (
    <Page title="Gate" crumbs={[{ label: "Sign-offs", href: `/${workspace.slug}/sign-offs` }]}>
      <PrintLine>
        <b>{workspace.name}, what the gate answered.</b> As of {ctx.now.toISOString()}.
      </PrintLine>
      <Panel aria-labelledby="decisions">
        <PanelHeader
          id="decisions"
          title="What the gate answered"
          description="what was asked last first"
          right={<Segmented size="sm" label="Decision" options={choices} value={decision ?? "all"} />}
        />
        {page.decisions.length > 0 ? (
          <DecisionTable
            decisions={page.decisions}
            workspace={workspace.slug}
            zone={workspace.timeZone}
            now={ctx.now.toISOString()}
          />
        ) : (
          <PanelBody>
            <Nothing
              isFiltered={decision !== null || cursor !== ""}
              base={`/${workspace.slug}`}
              path={path}
            />
          </PanelBody>
        )}
      </Panel>
      <LogPages
        newest={cursor === "" ? null : hrefOf({})}
        older={page.next === null ? null : hrefOf({ cursor: writeCursor(page.next) })}
      />
    </Page>
  );
}

function Nothing({ isFiltered, base, path }: { isFiltered: boolean; base: string; path: string }) {
  if (isFiltered) {
    return (
      <EmptyState title="No such answer" action={<LinkButton href={path}>Show all answers</LinkButton>} />
    );
  }
  return (
    <EmptyState
      title="Nobody has asked yet"
      action={<LinkButton href={`${base}/settings/tokens`}>Make a token for the pipeline</LinkButton>}
    >
      A pipeline asks before it deploys, and stops where a change lacks a sign-off. It takes a token with the
      read scope and one step; each answer stands here from then on.
      <code className="mt-2 block rounded-2 bg-surface-2 px-2.5 py-1.5 font-mono text-small break-words">
        npx faultline gate --repository github.com/acme/shop --revision "$(git rev-parse HEAD)"
      </code>
    </EmptyState>
  );
}

function askedOf(params: SearchParams) {
  const asked = paramText(params, "decision");
  const decision = asked === "hold" || asked === "allow" ? asked : null;
  return { decision, cursor: paramText(params, "cursor") } as const;
}
