import type { Metadata } from "next";
import { z } from "zod";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";
import { readCursor, writeCursor } from "@/server/api/page";
import { type DecisionPlace, listGateDecisions } from "@/server/gate/decisions";
import { pageContext } from "@/server/workspace/resolve";
import { DecisionTable } from "./decision-table";

export const metadata: Metadata = { title: "Gate" };

const DECISIONS_PER_PAGE = 50;
const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() });
const CHOICES = [
  { value: "all", label: "All" },
  { value: "hold", label: "Held" },
  { value: "allow", label: "Allowed" },
] as const;

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function GatePage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const { decision, cursor } = askedOf(await searchParams);
  const page = await listGateDecisions(ctx, {
    decision: decision ?? undefined,
    limit: DECISIONS_PER_PAGE,
    cursor: placeOf(cursor),
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
      <nav aria-label="Pages" className="flex items-center justify-end gap-2 print:hidden">
        {cursor === "" ? null : <LinkButton href={hrefOf({})}>Newest</LinkButton>}
        {page.next ? (
          <LinkButton href={hrefOf({ cursor: writeCursor(page.next) })} rel="next">
            Older
          </LinkButton>
        ) : null}
      </nav>
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

function askedOf(params: Record<string, string | string[] | undefined>) {
  const text = (name: string) => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };
  const decision = text("decision");
  return {
    decision: decision === "hold" || decision === "allow" ? (decision as "hold" | "allow") : null,
    cursor: text("cursor"),
  };
}

/** A place that is none leads to the newest ones: an address may have been cut short. */
function placeOf(text: string): DecisionPlace | undefined {
  try {
    return text === "" ? undefined : readCursor(text, cursorSchema);
  } catch {
    return undefined;
  }
}
