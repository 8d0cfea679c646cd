"use client";

import { lazy, Suspense, useState } from "react";
import type { MemberChoices } from "@/components/member/edit-member-dialog";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { rolesInWords } from "@/domain/access/role-words";
import type { Invitation, NewInvitation } from "@/domain/invitation/schema";

const load = () => import("./invitation-dialogs");
const InviteDialog = lazy(async () => ({ default: (await load()).InviteDialog }));
const InvitationLinkDialog = lazy(async () => ({ default: (await load()).InvitationLinkDialog }));
const RevokeInvitationDialog = lazy(async () => ({ default: (await load()).RevokeInvitationDialog }));

type Open =
  | { is: "new" }
  | { is: "made"; made: NewInvitation }
  | { is: "revoke"; invitation: Invitation }
  | null;

/** Who may join, by a link each that is handed over by hand. */
export function InvitationsPanel({
  workspace,
  invitations,
  choices,
  isOwner,
  zone,
}: {
  workspace: string;
  invitations: readonly Invitation[];
  choices: MemberChoices;
  isOwner: boolean;
  zone: string;
}) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Panel aria-labelledby="invitations">
      <PanelHeader
        id="invitations"
        title="Invitations"
        description={<span className="max-sm:hidden">not accepted yet</span>}
        right={
          <Button
            size="sm"
            variant="primary"
            onClick={() => setOpen({ is: "new" })}
            onPointerEnter={load}
            onFocus={load}
          >
            Invite somebody
          </Button>
        }
      />
      {invitations.length === 0 ? (
        <PanelBody>
          <EmptyState title="Nobody is invited">
            An invitation is a link for one e-mail address. You copy it and hand it over; Faultline sends no
            e-mail.
          </EmptyState>
        </PanelBody>
      ) : (
        <InvitationsTable
          invitations={invitations}
          zone={zone}
          onRevoke={(invitation) => setOpen({ is: "revoke", invitation })}
        />
      )}
      <Suspense fallback={null}>
        {open?.is === "new" ? (
          <InviteDialog
            workspace={workspace}
            choices={choices}
            mayGiveHigh={isOwner}
            onMade={(made) => setOpen({ is: "made", made })}
            onClose={close}
          />
        ) : null}
        {open?.is === "made" ? <InvitationLinkDialog made={open.made} onClose={close} /> : null}
        {open?.is === "revoke" ? (
          <RevokeInvitationDialog workspace={workspace} invitation={open.invitation} onClose={close} />
        ) : null}
      </Suspense>
    </Panel>
  );
}

function InvitationsTable({
  invitations,
  zone,
  onRevoke,
}: {
  invitations: readonly Invitation[];
  zone: string;
  onRevoke: (invitation: Invitation) => void;
}) {
  return (
    <DataTable>
      <caption className="sr-only">Invitations</caption>
      <thead>
        <tr>
          <Th>For</Th>
          <Th wide>Roles</Th>
          <Th wide>By</Th>
          <Th wide>Ends</Th>
          <Th>
            <span className="sr-only">Revoke</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <tr key={invitation.id}>
            <TitleCell className="py-1.5">
              <span className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium break-all">{invitation.email}</span>
                {invitation.expired ? <Chip tone="bad">expired</Chip> : null}
              </span>
              <SecondLine>
                {rolesInWords(invitation.grants).join(", ")} ·{" "}
                <Time at={invitation.expiresAt} zone={zone} format="date" />
              </SecondLine>
            </TitleCell>
            <Td wide className="text-ink-2">
              {rolesInWords(invitation.grants).join(", ")}
            </Td>
            <Td wide className="text-ink-2">
              {invitation.invitedBy}
            </Td>
            <Td wide className="whitespace-nowrap text-ink-2">
              <Time at={invitation.expiresAt} zone={zone} />
            </Td>
            <Td className="text-right">
              <Button
                variant="ghost"
                size="sm"
                aria-label={`Revoke the invitation for ${invitation.email}`}
                onClick={() => onRevoke(invitation)}
                onFocus={load}
              >
                Revoke
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
