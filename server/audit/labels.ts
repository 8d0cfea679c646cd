import { sql } from "drizzle-orm";
import { canSeeAudit } from "@/domain/access/reading";
import type { AuditEvent } from "@/domain/audit/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";

export interface ObjectLabel {
  label: string;
  /** Below the workspace's address; null for what has no page. */
  path: string | null;
}

export const objectKey = (event: Pick<AuditEvent, "objectKind" | "objectId">): string =>
  `${event.objectKind} ${event.objectId}`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the objects of these events are called now and where they are; those that are gone are missing. */
export async function labelsOf(
  ctx: Ctx,
  events: readonly Pick<AuditEvent, "objectKind" | "objectId">[],
): Promise<Map<string, ObjectLabel>> {
  authorise(canSeeAudit(ctx.actor), "Reading the audit trail needs an admin.");
  const idsOf = (kind: string) => [
    ...new Set(events.filter((event) => event.objectKind === kind).map((event) => event.objectId)),
  ];
  const uuidsOf = (kind: string) => sql.param(idsOf(kind).filter((id) => UUID.test(id)));
  const found = await ctx.db.execute<{ kind: string; id: string; label: string; path: string | null }>(sql`
    select 'incident' as kind, id::text, 'INC-' || number as label, '/incidents/' || number as path from incident
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("incident")}::uuid[])
    union all select 'service', id::text, name, '/services/' || slug from service
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("service")}::uuid[])
    union all select 'person', id::text, name, '/people/' || id from person
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("person")}::uuid[])
    union all select 'mark', id::text, title, '/settings' from mark
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("mark")}::uuid[])
    union all select 'import', id::text, file_name, '/import' from import_run
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("import")}::uuid[])
    union all select 'token', id::text, name, '/settings/tokens' from api_token
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("token")}::uuid[])
    union all select 'invitation', id::text, email, '/settings/members' from invitation
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("invitation")}::uuid[])
    union all select 'identity-provider', id::text, name, '/settings/sign-in' from identity_provider
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("identity-provider")}::uuid[])
    union all select 'integration', id::text, name, '/settings/integrations/' || id from integration
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("integration")}::uuid[])
    union all select 'notification-channel', id::text, name, '/settings/notifications/' || id from notification_channel
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("notification-channel")}::uuid[])
    union all select 'repository', id::text, name, '/settings/repositories/' || id from repository
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("repository")}::uuid[])
    union all select 'agent', id::text, name, '/agents/' || slug from agent
      where workspace_id = ${ctx.workspaceId} and id = any(${uuidsOf("agent")}::uuid[])
    union all select 'agent-action', c.id::text, g.name || ': ' || c.action, '/agents/' || g.slug || '#' || c.id
      from agent_action c join agent g on g.workspace_id = c.workspace_id and g.id = c.agent_id
      where c.workspace_id = ${ctx.workspaceId} and c.id = any(${uuidsOf("agent-action")}::uuid[])
    union all select 'member', m.id::text, u.name, '/settings/members' from member m join auth_user u on u.id = m.user_id
      where m.workspace_id = ${ctx.workspaceId} and m.id = any(${uuidsOf("member")}::uuid[])
    union all select 'user', u.id::text, u.name, '/settings/members' from member m join auth_user u on u.id = m.user_id
      where m.workspace_id = ${ctx.workspaceId} and u.id = any(${uuidsOf("user")}::uuid[])`);
  const labels = found.rows.map(({ kind, id, label, path }) => [`${kind} ${id}`, { label, path }] as const);
  const fixed = [
    [`workspace ${ctx.workspaceId}`, { label: "this workspace", path: "/settings" }],
    [`policy ${ctx.workspaceId}`, { label: "the policy", path: "/policies" }],
    [`audit ${ctx.workspaceId}`, { label: "this trail", path: "/audit" }],
  ] as const;
  return new Map([...labels, ...fixed]);
}
