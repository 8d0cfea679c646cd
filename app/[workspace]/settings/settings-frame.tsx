import type { ReactNode } from "react";
import { SettingsNav } from "@/components/settings/settings-nav";
import { type Crumb, Page } from "@/components/shell/page";
import { canKeepIntegrations } from "@/domain/access/change";
import { canKeepIdentityProviders, canKeepMembers, canKeepNotifications } from "@/domain/access/workspace";
import type { PageContext } from "@/server/workspace/resolve";

/** A page of the settings: under the top bar, where else one may go in them. */
export function SettingsFrame({
  context: { ctx, workspace },
  title,
  under,
  actions,
  children,
}: {
  context: PageContext;
  title: string;
  /** The page of the settings that this one belongs to. */
  under?: { label: string; path: string };
  actions?: ReactNode;
  children: ReactNode;
}) {
  const base = `/${workspace.slug}/settings`;
  const isGeneral = title === "Settings";
  const crumbs: Crumb[] = isGeneral ? [] : [{ label: "Settings", href: base }];
  if (under) crumbs.push({ label: under.label, href: `${base}${under.path}` });
  const places = [
    { label: "General", path: "" },
    ...(canKeepMembers(ctx.actor) ? [{ label: "Members", path: "/members" }] : []),
    { label: "Tokens", path: "/tokens" },
    ...(canKeepIdentityProviders(ctx.actor) ? [{ label: "Sign-in", path: "/sign-in" }] : []),
    ...(canKeepIntegrations(ctx.actor) ? [{ label: "Integrations", path: "/integrations" }] : []),
    ...(canKeepNotifications(ctx.actor) ? [{ label: "Notifications", path: "/notifications" }] : []),
    { label: "Repositories", path: "/repositories" },
  ];
  return (
    <Page title={title} crumbs={crumbs} actions={actions}>
      <SettingsNav base={base} places={places} />
      {children}
    </Page>
  );
}
