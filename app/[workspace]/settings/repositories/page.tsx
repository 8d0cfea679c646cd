import type { Metadata } from "next";
import { ListForm } from "@/components/form/list-form";
import { AddRepositoryButton } from "@/components/repository/add-button";
import { RepositoryTable } from "@/components/repository/repository-table";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { canKeepRepositories } from "@/domain/access/change";
import { paramText } from "@/domain/address/params";
import { listRepositories } from "@/server/repository/queries";
import { pageContext } from "@/server/workspace/resolve";
import { SettingsFrame } from "../settings-frame";

export const metadata: Metadata = { title: "Repositories" };

const REPOSITORIES_PER_PAGE = 50;

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RepositoriesPage({ params, searchParams }: Props) {
  const context = await pageContext((await params).workspace);
  const { ctx, workspace } = context;
  const asked = await searchParams;
  const text = (name: string) => paramText(asked, name).slice(0, 300);
  const [q, after] = [text("q"), text("after")];
  const page = await listRepositories(ctx, {
    limit: REPOSITORIES_PER_PAGE,
    ...(q === "" ? {} : { q }),
    ...(after === "" ? {} : { after }),
  });
  const path = `/${workspace.slug}/settings/repositories`;
  const canKeep = canKeepRepositories(ctx.actor);
  const isEmpty = page.repositories.length === 0 && q === "" && after === "";
  const list = (
    <Panel aria-labelledby="repositories">
      <PanelHeader
        id="repositories"
        title="Repositories"
        description={<span className="max-sm:hidden">whose files belong to which services</span>}
        right={canKeep ? <AddRepositoryButton workspace={workspace.slug} /> : null}
      />
      {page.repositories.length === 0 ? (
        <PanelBody>
          <Nothing isEmpty={isEmpty} q={q} path={path} />
        </PanelBody>
      ) : (
        <RepositoryTable
          workspace={workspace.slug}
          repositories={page.repositories}
          now={ctx.now.toISOString()}
          zone={workspace.timeZone}
        />
      )}
    </Panel>
  );
  return (
    <SettingsFrame context={context} title="Repositories">
      {isEmpty ? (
        list
      ) : (
        <ListForm path={path} text={q} textLabel="Part of a name" choices={[]} isFiltered={q !== ""}>
          {list}
        </ListForm>
      )}
      <nav aria-label="Pages" className="flex items-center justify-end gap-2 print:hidden">
        {after === "" ? null : <LinkButton href={hrefOf(path, q)}>First page</LinkButton>}
        {page.next === null ? null : (
          <LinkButton href={hrefOf(path, q, page.next)} rel="next">
            Next {REPOSITORIES_PER_PAGE}
          </LinkButton>
        )}
      </nav>
    </SettingsFrame>
  );
}

function hrefOf(path: string, q: string, after = ""): string {
  const query = new URLSearchParams({ ...(q === "" ? {} : { q }), ...(after === "" ? {} : { after }) });
  return `${path}${query.size > 0 ? `?${query}` : ""}`;
}

function Nothing({ isEmpty, q, path }: { isEmpty: boolean; q: string; path: string }) {
  if (isEmpty) {
    return (
      <EmptyState title="No repository yet">
        A repository comes by itself with the first change that is told of it. Rules then say which of its
        files belong to which service, so that a change stands with the services that it touches.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={q === "" ? "Nothing further on" : `No repository has “${q}” in its name`}
      action={<LinkButton href={path}>Show all</LinkButton>}
    />
  );
}
