import type { Metadata } from "next";
import { RuleList } from "@/components/policy/rule-list";
import { StartWithPreset } from "@/components/policy/start-with-preset";
import { Page, PrintLine } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { canKeepPolicy } from "@/domain/access/policy";
import { PRESETS } from "@/domain/sign-off/presets";
import { ruleSentence } from "@/domain/sign-off/rule-words";
import type { PolicyState, PolicyVersion } from "@/domain/sign-off/version-schema";
import { getPolicy, listPolicyVersions } from "@/server/policy/queries";
import { rulesAsked } from "@/server/policy/rules-asked";
import { pageContext } from "@/server/workspace/resolve";
import { AskedPanel } from "./asked-panel";
import { VersionsPanel } from "./versions-panel";

export const metadata: Metadata = { title: "Policies" };

const VERSIONS_SHOWN = 50;

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PoliciesPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const [state, { versions }, asked] = await Promise.all([
    getPolicy(ctx),
    listPolicyVersions(ctx, { limit: VERSIONS_SHOWN }),
    rulesAsked(ctx),
  ]);
  const path = `/${workspace.slug}/policies`;
  const mayKeep = canKeepPolicy(ctx.actor);
  return (
    <Page
      title="Policies"
      actions={
        mayKeep && state.version > 0 ? (
          <LinkButton href={`${path}/edit`} variant="primary">
            Edit the policy
          </LinkButton>
        ) : (
          <LinkButton href={`${path}/edit`} variant="ghost">
            {mayKeep ? "Write a policy" : "Try a policy"}
          </LinkButton>
        )
      }
    >
      <PrintLine>
        <b>{workspace.name}, sign-off policy.</b>
      </PrintLine>
      {state.version === 0 ? (
        <NoPolicy workspace={workspace.slug} mayKeep={mayKeep} />
      ) : (
        <>
          <InForce state={state} zone={workspace.timeZone} />
          {state.scheduled.map((version) => (
            <Scheduled
              key={version.version}
              version={version}
              zone={workspace.timeZone}
              path={path}
              state={state}
            />
          ))}
          <AskedPanel asked={asked} workspace={workspace.slug} />
          <VersionsPanel
            versions={versions}
            search={await searchParams}
            path={path}
            zone={workspace.timeZone}
          />
        </>
      )}
    </Page>
  );
}

function InForce({ state: { inForce }, zone }: { state: PolicyState; zone: string }) {
  if (inForce === null) {
    return (
      <Panel aria-labelledby="in-force">
        <PanelHeader id="in-force" title="No policy is in force yet" />
        <PanelBody>
          <p className="text-ink-2">
            The first version takes effect later; until then nothing is asked of any change.
          </p>
        </PanelBody>
      </Panel>
    );
  }
  return (
    <Panel aria-labelledby="in-force">
      <PanelHeader
        id="in-force"
        title={`In force: v${inForce.version}`}
        description={
          <>
            since <Time at={inForce.effectiveFrom} zone={zone} />, saved by {inForce.savedBy}{" "}
            {inForce.generated ? <GeneratedTag /> : null}
          </>
        }
      />
      <PanelBody className="flex flex-col gap-4">
        {inForce.rules.length === 0 ? (
          <p className="text-ink-2">It has no rules: nothing is asked of any change.</p>
        ) : (
          <RuleList rules={inForce.rules} />
        )}
        <div className="border-t border-line pt-3">
          <p className="max-w-prose text-small text-ink-3">
            Every rule that matches has to be met; the strictest that is not is the one that is named. When
            Faultline cannot be asked, a pipeline{" "}
            {inForce.whenUnreachable === "open" ? "lets the change through" : "holds the change"}.
          </p>
        </div>
      </PanelBody>
    </Panel>
  );
}

function Scheduled({
  version,
  state,
  zone,
  path,
}: {
  version: PolicyVersion;
  state: PolicyState;
  zone: string;
  path: string;
}) {
  const from = state.inForce?.version ?? 0;
  return (
    <p className="rounded-2 border border-info-line bg-info-soft px-3 py-2 text-info">
      v{version.version} takes effect <Time at={version.effectiveFrom} zone={zone} withZone />, saved by{" "}
      {version.savedBy}: {version.reason}{" "}
      {from > 0 ? (
        <a className="underline" href={`${path}?from=${from}&to=${version.version}#versions`}>
          What changes
        </a>
      ) : null}
    </p>
  );
}

function NoPolicy({ workspace, mayKeep }: { workspace: string; mayKeep: boolean }) {
  return (
    <Panel aria-labelledby="none">
      <PanelHeader id="none" title="No policy yet" />
      <PanelBody className="flex flex-col gap-4">
        <EmptyState title="Nothing is asked of any change.">
          Start from a rule that companies have. It begins by monitoring: it says what it would have required,
          and holds nothing. Replay it on the changes of the last months before you enforce it.
        </EmptyState>
        <ul className="grid gap-3 md:grid-cols-2">
          {PRESETS.map(({ about, ...rule }) => (
            <li key={rule.id} className="flex flex-col items-start gap-1.5 rounded-2 border border-line p-3">
              <h3 className="font-semibold">{rule.name}</h3>
              <p className="grow text-ink-2">{ruleSentence(rule)}</p>
              <div className="flex flex-wrap items-center gap-2">
                {mayKeep ? <StartWithPreset workspace={workspace} id={rule.id} /> : null}
                <LinkButton size="sm" variant="ghost" href={`/${workspace}/policies/edit?preset=${rule.id}`}>
                  Replay it first
                </LinkButton>
              </div>
            </li>
          ))}
        </ul>
        {mayKeep ? null : (
          <p className="text-ink-3">
            Saving a policy needs the policy owner role. Ask an admin of the workspace for it.
          </p>
        )}
      </PanelBody>
    </Panel>
  );
}
