import type { Metadata } from "next";
import { PolicyEditor } from "@/components/policy/policy-editor";
import { Page } from "@/components/shell/page";
import { EVERY_AI_CHANGE, PRESETS } from "@/domain/sign-off/presets";
import { getPolicy, getPolicyVersion } from "@/server/policy/queries";
import { listServices } from "@/server/service/queries";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Edit the policy" };

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function EditPolicyPage({ params, searchParams }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const [state, services] = await Promise.all([getPolicy(ctx), listServices(ctx)]);
  const latest = state.version === 0 ? null : await getPolicyVersion(ctx, state.version);
  const { preset: asked } = await searchParams;
  const found = [...PRESETS, EVERY_AI_CHANGE].find(({ id }) => id === asked);
  const isThere = latest?.rules.some(({ id }) => id === found?.id) ?? false;
  const { about: _, ...preset } = found ?? { about: "" };
  return (
    <Page title="Edit the policy" crumbs={[{ label: "Policies", href: `/${workspace.slug}/policies` }]}>
      <PolicyEditor
        workspace={workspace.slug}
        state={state}
        latest={latest === null ? null : { rules: latest.rules, whenUnreachable: latest.whenUnreachable }}
        preset={found === undefined || isThere || !("id" in preset) ? null : preset}
        services={services.map(({ slug }) => slug)}
      />
    </Page>
  );
}
