"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Menu } from "@/components/ui/menu";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { TimeAgo } from "@/components/ui/time";
import { rolesInWords } from "@/domain/access/role-words";
import type { Member } from "@/domain/member/schema";
import type { MemberChoices } from "./edit-member-dialog";

const load = () => import("./member-dialogs");
const EditMemberDialog = lazy(async () => ({ default: (await load()).EditMemberDialog }));
const AccessDialog = lazy(async () => ({ default: (await load()).AccessDialog }));
const RemoveMemberDialog = lazy(async () => ({ default: (await load()).RemoveMemberDialog }));
const SessionsDialog = lazy(async () => ({ default: (await load()).SessionsDialog }));

type What = "edit" | "sessions" | "access" | "remove";

type MembersPanelProps = {
  workspace: string;
  members: readonly Member[];
  choices: MemberChoices;
  selfId: string;
  /** Owners make and unmake admins and owners; nobody else does. */
  isOwner: boolean;
  now: string;
  zone: string;
};

/** Who belongs to the workspace, what they may, and who they are on the roster. */
export function MembersPanel({ workspace, members, choices, selfId, isOwner, now, zone }: MembersPanelProps) {
  const [open, setOpen] = useState<{ what: What; member: Member } | null>(null);
  const mayManage = (member: Member) =>
    isOwner || member.user.id === selfId || !member.grants.some(({ role }) => isHigh(role));
  const dialog = open && {
    workspace,
    member: open.member,
    onClose: () => setOpen(null),
  };
  return (
    <Panel aria-labelledby="members">
      <PanelHeader
        id="members"
        title="Members"
        description={<span className="max-sm:hidden">in effect with their next click</span>}
      />
      <DataTable>
        <caption className="sr-only">Members</caption>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th wide>Roles</Th>
            <Th wide>On the roster</Th>
            <Th wide className="max-lg:hidden">
              Second factor
            </Th>
            <Th wide>Last seen</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Row
              key={member.id}
              workspace={workspace}
              member={member}
              isSelf={member.user.id === selfId}
              mayManage={mayManage(member)}
              now={now}
              zone={zone}
              onOpen={(what) => setOpen({ what, member })}
            />
          ))}
        </tbody>
      </DataTable>
      <Suspense fallback={null}>
        {dialog && open.what === "edit" ? (
          <EditMemberDialog {...dialog} choices={choices} mayGiveHigh={isOwner} />
        ) : null}
        {dialog && open.what === "sessions" ? (
          <SessionsDialog {...dialog} mayEnd={mayManage(open.member)} zone={zone} />
        ) : null}
        {dialog && open.what === "access" ? <AccessDialog {...dialog} /> : null}
        {dialog && open.what === "remove" ? <RemoveMemberDialog {...dialog} /> : null}
      </Suspense>
    </Panel>
  );
}

const isHigh = (role: string) => role === "admin" || role === "owner";

type RowProps = {
  workspace: string;
  member: Member;
  isSelf: boolean;
  mayManage: boolean;
  now: string;
  zone: string;
  onOpen: (what: What) => void;
};

function Row({ workspace, member, isSelf, mayManage, now, zone, onOpen }: RowProps) {
  const { user, person, suggestedPerson, grants, twoFactorEnabled, lastSeenAt, deactivatedAt } = member;
  const roles = rolesInWords(grants).join(", ");
  return (
    <tr className={deactivatedAt === null ? undefined : "text-ink-3"}>
      <TitleCell className="py-1.5 !w-[34%]">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{user.name}</span>
          {isSelf ? <Chip>you</Chip> : null}
          {deactivatedAt === null ? null : <Chip tone="mute">deactivated</Chip>}
        </span>
        <span className="block truncate text-small text-ink-3">{user.email}</span>
        <SecondLine>
          {roles}
          {person ? ` · ${person.name}` : ""}
          {twoFactorEnabled ? " · second factor" : ""}
        </SecondLine>
      </TitleCell>
      <Td wide className="py-1.5 text-ink-2">
        {roles}
        {grants.some(({ identityProvider }) => identityProvider !== null) ? (
          <span className="block text-small text-ink-3">some by an identity provider</span>
        ) : null}
      </Td>
      <Td wide className="text-ink-2">
        {person ? (
          <>
            <Link href={`/${workspace}/people/${person.id}`} prefetch={false} className="hover:underline">
              {person.name}
            </Link>
            <span className="text-ink-3">, {person.level ?? "no level"}</span>
          </>
        ) : (
          <span className="text-ink-3">
            {suggestedPerson ? `not tied; ${suggestedPerson.name}?` : "not tied"}
          </span>
        )}
      </Td>
      <Td wide className="text-ink-2 max-lg:hidden">
        {twoFactorEnabled ? "on" : <span className="text-ink-3">off</span>}
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        {lastSeenAt === null ? "–" : <TimeAgo at={lastSeenAt} now={now} zone={zone} />}
      </Td>
      <Td className="text-right">
        <Menu
          icon
          variant="ghost"
          align="end"
          label={`Actions on ${user.name}`}
          trigger={<Ellipsis size={16} aria-hidden="true" />}
          items={[
            { id: "edit", label: "Roles and person", onSelect: () => onOpen("edit") },
            { id: "sessions", label: "Sessions", onSelect: () => onOpen("sessions") },
            {
              id: "access",
              label: deactivatedAt === null ? "Deactivate" : "Reactivate",
              separated: true,
              disabled: !mayManage,
              onSelect: () => onOpen("access"),
            },
            {
              id: "remove",
              label: "Remove",
              danger: true,
              disabled: !mayManage,
              onSelect: () => onOpen("remove"),
            },
          ]}
        />
      </Td>
    </tr>
  );
}
