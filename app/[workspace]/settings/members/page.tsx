import type { Metadata } from "next";
import { z } from "zod";
import { InvitationsPanel } from "@/components/invitation/invitations-panel";
import { MembersPanel } from "@/components/member/members-panel";
import { LinkButton } from "@/components/ui/button";
import { Panel, PanelBody } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { canGrant, canKeepMembers } from "@/domain/access/workspace";
import { paramText, type SearchParams } from "@/domain/address/params";
import { findCursor, writeCursor } from "@/server/api/page";
import { listInvitations } from "@/server/invitation/queries";
import { listMembers, listUntiedPeople } from "@/server/member/queries";
import { listTeams } from "@/server/team/queries";
import { pageContext } from "@/server/workspace/resolve";
import { SettingsFrame } from "../settings-frame";

export const metadata: Metadata = { title: "Members" };

const MEMBERS_PER_PAGE = 100;
const PEOPLE_MAX = 2_000;
const cursorSchema = z.object({ name: z.string().max(200), id: z.uuid() });

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function MembersPage({ params, searchParams }: Props) {
  const context = await pageContext((await params).workspace);
  const { ctx, workspace, principal } = context;
  if (!canKeepMembers(ctx.actor)) {
    return (
      <SettingsFrame context={context} title="Members">
        <Panel>
          <PanelBody>
            <EmptyState title="For admins only">
              Who belongs to the workspace, and what they may, is kept by its admins and owners.
            </EmptyState>
          </PanelBody>
        </Panel>
      </SettingsFrame>
    );
  }
  const [page, invitations, people, teams] = await Promise.all([
    listMembers(ctx, {
      limit: MEMBERS_PER_PAGE,
      cursor: findCursor(paramText(await searchParams, "cursor"), cursorSchema),
    }),
    listInvitations(ctx),
    listUntiedPeople(ctx, { limit: PEOPLE_MAX }),
    listTeams(ctx),
  ]);
  const shared = {
    workspace: workspace.slug,
    choices: { teams: teams.map(({ name }) => name), people },
    isOwner: canGrant(ctx.actor, { role: "owner", teamId: null }),
    zone: workspace.timeZone,
  };
  return (
    <SettingsFrame context={context} title="Members">
      <MembersPanel
        {...shared}
        members={page.members}
        selfId={principal.userId}
        now={ctx.now.toISOString()}
      />
      {page.next === null ? null : (
        <nav aria-label="Pages" className="flex justify-end print:hidden">
          <LinkButton
            href={`/${workspace.slug}/settings/members?cursor=${writeCursor(page.next)}`}
            rel="next"
          >
            Next {MEMBERS_PER_PAGE}
          </LinkButton>
        </nav>
      )}
      <InvitationsPanel {...shared} invitations={invitations} />
    </SettingsFrame>
  );
}
