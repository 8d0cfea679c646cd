import type { Grant, Scope } from "./roles";

/** Who acts, and what they hold in the workspace of the request. */
export type Actor =
  | {
      kind: "user";
      id: string;
      name: string;
      email: string;
      personId: string | null;
      grants: readonly Grant[];
    }
  | {
      kind: "token";
      id: string;
      name: string;
      /** The user a personal token acts as; null for a service token. */
      userId: string | null;
      personId: string | null;
      grants: readonly Grant[];
      scopes: readonly Scope[];
      /** The one agent in whose name it speaks; null where it was made for none. */
      agent: { id: string; slug: string } | null;
    }
  | { kind: "integration"; id: string; name: string; grants: readonly Grant[] }
  /** The application itself, and the operator at its command line: bound by no role. */
  | { kind: "system"; name: string };
