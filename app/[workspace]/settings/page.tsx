import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CauseKindsPanel } from "@/components/settings/causes-panel";
import { MarksPanel } from "@/components/settings/marks-panel";
import { WorkspaceForm } from "@/components/settings/workspace-form";
import { WorkspacesPanel } from "@/components/settings/workspaces-panel";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { canEditWorkspace } from "@/domain/access/workspace";
import { listCauseKinds } from "@/server/cause/queries";
import { listMarks } from "@/server/mark/queries";
import { publicHost } from "@/server/request/application";
import { listWorkspacesOf } from "@/server/workspace/queries";
import { pageContext } from "@/server/workspace/resolve";
import { type Storage, whereDataLies } from "@/server/workspace/storage";
import { SettingsFrame } from "./settings-frame";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const context = await pageContext((await params).workspace);
  const { ctx, principal, workspace } = context;
  const [marks, causes, workspaces, storage] = await Promise.all([
    listMarks(ctx),
    listCauseKinds(ctx),
    listWorkspacesOf(ctx.db, principal),
    canEditWorkspace(ctx.actor) ? whereDataLies(ctx) : null,
  ]);
  return (
    <SettingsFrame context={context} title="Settings">
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)] max-sm:gap-3">
        <div className="flex min-w-0 flex-col gap-4 max-sm:gap-3">
          {canEditWorkspace(ctx.actor) ? null : (
            <p className="text-ink-2">You can read these settings. Changing them needs the admin role.</p>
          )}
          <fieldset
            disabled={!canEditWorkspace(ctx.actor)}
            aria-label="Workspace settings"
            className="min-w-0"
          >
            <WorkspaceForm
              // Another workspace is another form.
              key={workspace.id}
              workspace={workspace}
              zones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
            />
          </fieldset>
          <MarksPanel workspace={workspace.slug} marks={marks.toReversed()} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 max-sm:gap-3">
          <WorkspacesPanel
            workspace={workspace.slug}
            workspaces={workspaces.map(({ slug, name, isSample }) => ({ slug, name, isSample }))}
          />
          <CauseKindsPanel
            workspace={workspace.slug}
            causes={causes.map(({ kind, code, name, isOwn }) => ({ kind, code, name, isOwn }))}
          />
          {storage ? <InstallationPanel storage={storage} /> : null}
        </div>
      </div>
    </SettingsFrame>
  );
}

/** Where the data lies, and who can reach it. */
function InstallationPanel({ storage }: { storage: Storage }) {
  return (
    <Panel aria-labelledby="installation">
      <PanelHeader id="installation" title="This installation" />
      <PanelBody>
        <dl className="flex flex-col gap-3">
          <Fact
            name="Data"
            note={
              storage.kind === "embedded"
                ? "The embedded Postgres keeps everything in this folder; FAULTLINE_DATA_DIR names another one."
                : "The Postgres that DATABASE_URL names keeps everything. Its backups are its operator's."
            }
          >
            {storage.kind === "embedded" ? (
              <code className="font-mono text-[0.92em] break-all select-all">{storage.folder}</code>
            ) : (
              <>
                Database <code className="font-mono text-[0.92em] break-all">{storage.database}</code> on{" "}
                <code className="font-mono text-[0.92em] break-all">{storage.host}</code>
              </>
            )}
          </Fact>
          <Fact
            name="Address"
            note="FAULTLINE_URL says how people reach it, HOST where it listens. Whoever reaches it has to sign in."
          >
            {publicHost() ?? "no public one is set"}
          </Fact>
        </dl>
      </PanelBody>
    </Panel>
  );
}

function Fact({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-3">
      <dt className="text-ink-2">{name}</dt>
      <dd>
        <div className="font-medium">{children}</div>
        <div className="mt-0.5 text-small text-ink-3">{note}</div>
      </dd>
    </div>
  );
}
