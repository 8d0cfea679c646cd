import type { Scope } from "@/domain/access/roles";
import type { Workspace } from "@/domain/workspace/schema";

/** Who sends a request, before it is known in which workspace. */
export type Principal = SessionPrincipal | TokenPrincipal;

export interface SessionPrincipal {
  kind: "session";
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  /** Set for a session by single sign-on: the one workspace it reaches. */
  onlyWorkspaceId: string | null;
}

export interface TokenPrincipal {
  kind: "token";
  tokenId: string;
  name: string;
  workspaceId: string;
  workspace: Workspace;
  /** The user a personal token acts as; null for a service token. */
  userId: string | null;
  scopes: readonly Scope[];
  /** The one agent in whose name it speaks. */
  agent: { id: string; slug: string } | null;
  requestsPerMinute: number;
}
