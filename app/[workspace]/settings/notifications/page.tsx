import type { Metadata } from "next";
import { NeedsRole } from "@/components/access/needs-role";
import { ChannelsPanel } from "@/components/notification/channels-panel";
import { canKeepNotifications } from "@/domain/access/workspace";
import { listChannels } from "@/server/notification/queries";
import { pageContext } from "@/server/workspace/resolve";
import { SettingsFrame } from "../settings-frame";

export const metadata: Metadata = { title: "Notifications" };

export default async function NotificationsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const context = await pageContext((await params).workspace);
  const { ctx, workspace } = context;
  if (!canKeepNotifications(ctx.actor)) {
    return (
      <SettingsFrame context={context} title="Notifications">
        <NeedsRole title="For admins only">
          Where notifications go is a secret, so an admin of the workspace keeps their channels.
        </NeedsRole>
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame context={context} title="Notifications">
      <ChannelsPanel
        workspace={workspace.slug}
        channels={await listChannels(ctx)}
        now={ctx.now.toISOString()}
        zone={workspace.timeZone}
      />
      <p className="max-w-[760px] text-ink-2">
        A receiver that does not answer is tried again for two days, in longer and longer pauses; one that
        answers 410 is switched off. Addresses inside your own network are refused unless the operator names
        them in <code className="font-mono text-[0.92em]">FAULTLINE_PRIVATE_RECEIVERS</code>.
      </p>
    </SettingsFrame>
  );
}
