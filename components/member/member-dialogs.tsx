"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FormDialog } from "@/components/form/form-dialog";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { Member, MemberSession } from "@/domain/member/schema";

export { EditMemberDialog } from "./edit-member-dialog";

type Shared = { workspace: string; member: Member; onClose: () => void };

/** Takes every access away, or gives it back. */
export function AccessDialog({ workspace, member, onClose }: Shared) {
  const router = useRouter();
  const isActive = member.deactivatedAt === null;
  const { name } = member.user;
  return (
    <FormDialog<Member>
      title={isActive ? `Deactivate ${name}?` : `Reactivate ${name}?`}
      action={isActive ? "Deactivate" : "Reactivate"}
      isDanger={isActive}
      width={440}
      version={member.version}
      send={(version) =>
        request<Member>(`/members/${member.id}`, {
          workspace,
          method: "PATCH",
          body: { active: !isActive },
          ifMatch: version,
        })
      }
      onSaved={() => {
        toast({ title: isActive ? `${name} has no access any more` : `${name} has access again` });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p className="text-ink-2">
          {isActive
            ? "They lose access to this workspace at once, and their personal tokens stop. Roles and everything they wrote stay, so that they can be reactivated."
            : "They get their roles and their personal tokens back."}
        </p>
      )}
    </FormDialog>
  );
}

export function RemoveMemberDialog({ workspace, member, onClose }: Shared) {
  const router = useRouter();
  const { name, email } = member.user;
  return (
    <FormDialog<void>
      title={`Remove ${name}?`}
      action="Remove"
      isDanger
      width={440}
      send={() => request<void>(`/members/${member.id}`, { workspace, method: "DELETE" })}
      onSaved={() => {
        toast({ title: `${name} is removed` });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p className="text-ink-2">
          {email} loses access at once and their tokens here are revoked for good. What they wrote stays. To
          come back they need a new invitation.
        </p>
      )}
    </FormDialog>
  );
}

/** Where a member is signed in, with an end for each of them and for all. */
export function SessionsDialog({
  workspace,
  member,
  mayEnd,
  zone,
  onClose,
}: Shared & { mayEnd: boolean; zone: string }) {
  const client = useQueryClient();
  const path = `/members/${member.id}/sessions`;
  const queryKey = [workspace, "member-sessions", member.id];
  const sessions = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      (await request<{ sessions: MemberSession[] }>(path, { workspace, signal })).sessions,
  });
  const end = async (id: string | null) => {
    try {
      await request<void>(id === null ? path : `${path}/${id}`, { workspace, method: "DELETE" });
      toast({ title: id === null ? `${member.user.name} is signed out` : "The session has ended" });
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: "Not signed out", description, tone: "bad" });
    }
    await client.invalidateQueries({ queryKey });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Sessions of ${member.user.name}`}
      description="A session may reach other workspaces too; ending it signs them out there as well."
      width={560}
      footer={
        <>
          {mayEnd && sessions.data && sessions.data.length > 0 ? (
            <Button variant="danger" onClick={() => void end(null)}>
              Sign out everywhere
            </Button>
          ) : null}
          <Button onClick={onClose}>Done</Button>
        </>
      }
    >
      {sessions.isError ? <p role="alert">{sessions.error.message}</p> : null}
      {sessions.data?.length === 0 ? <p className="text-ink-2">They are signed in nowhere.</p> : null}
      <ul>
        {sessions.data?.map((session) => (
          <li key={session.id} className="flex items-center gap-3 border-b border-line py-2 last:border-0">
            <span className="min-w-0 flex-1">
              <span className="block truncate">{session.userAgent ?? "unknown browser"}</span>
              <span className="block text-small text-ink-3">
                {session.address ?? "unknown address"}, since <Time at={session.createdAt} zone={zone} />
              </span>
            </span>
            {mayEnd ? (
              <Button size="sm" onClick={() => void end(session.id)}>
                End
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
