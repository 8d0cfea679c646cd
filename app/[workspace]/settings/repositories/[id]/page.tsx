import type { Metadata } from "next";
import { DeploymentsPanel } from "@/components/repository/deployments-panel";
import { RulesEditor } from "@/components/repository/rules-editor";
import { RulesRead } from "@/components/repository/rules-read";
import { TimeAgo } from "@/components/ui/time";
import { canKeepRepositories } from "@/domain/access/change";
import { getRepository } from "@/server/repository/queries";
import { listServices } from "@/server/service/queries";
import { pageContext } from "@/server/workspace/resolve";
import { foundById } from "../../../found-or-404";
import { SettingsFrame } from "../../settings-frame";

export const metadata: Metadata = { title: "Repository" };

type Props = { params: Promise<{ workspace: string; id: string }> };

export default async function RepositoryPage({ params }: Props) {
  const { workspace: slug, id } = await params;
  const context = await pageContext(slug);
  const { ctx, workspace } = context;
  const [repository, services] = await Promise.all([
    foundById(id, () => getRepository(ctx, id)),
    listServices(ctx),
  ]);
  const canEdit = canKeepRepositories(ctx.actor);
  const { lastChangeAt, url } = repository;
  return (
    <SettingsFrame
      context={context}
      title={repository.name}
      under={{ label: "Repositories", path: "/repositories" }}
    >
      <p className="text-ink-2">
        {/* The bar above cuts a long name where it is narrow. */}
        {url === null ? (
          <span className="block font-semibold break-words text-ink sm:hidden">{repository.name}</span>
        ) : (
          <>
            <a href={url} className="link" rel="noreferrer">
              {repository.name}
            </a>
            {" · "}
          </>
        )}
        {lastChangeAt === null ? (
          "no change of it is known yet"
        ) : (
          <>
            last change <TimeAgo at={lastChangeAt} now={ctx.now.toISOString()} zone={workspace.timeZone} />
          </>
        )}
        {canEdit ? null : " · Editing it needs the responder or the admin role."}
      </p>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] max-sm:gap-3">
        {canEdit ? (
          <RulesEditor
            workspace={workspace.slug}
            repository={repository}
            services={services.map((one) => ({ slug: one.slug, name: one.name }))}
          />
        ) : (
          <RulesRead rules={repository.pathRules} />
        )}
        <DeploymentsPanel workspace={workspace.slug} repository={repository} canEdit={canEdit} />
      </div>
    </SettingsFrame>
  );
}
