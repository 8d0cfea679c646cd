import type { Database } from "@/db/client";
import { isLoopbackName } from "@/domain/identity-provider/issuer";
import type { Accounts } from "@/server/auth/accounts";
import { readEnvironment, requireSecret } from "@/server/env";
import type { ReachableNetwork } from "@/server/outgoing/guarded-request";

export interface OidcSettings {
  /** FAULTLINE_URL; without it only this machine itself may be returned to. */
  publicUrl: string | undefined;
  privateProviders: readonly string[];
  secret: string;
}

/** What single sign-on needs from outside. */
export interface OidcDependencies {
  db(): Database;
  now(): Date;
  accounts(): Accounts;
  address(headers: Headers): string | null;
  sealAuditSoon?(workspaceId: string): void;
  settings(): OidcSettings;
}

export function environmentSettings(): OidcSettings {
  const environment = readEnvironment();
  const { publicUrl, privateProviders } = environment;
  return { publicUrl, privateProviders, secret: requireSecret(environment) };
}

/** A provider on this very machine is for trying out: never where the application has a public address. */
export function networkFor(settings: Omit<OidcSettings, "secret">, issuer: string): ReachableNetwork {
  const isPublic = settings.publicUrl !== undefined && !isLoopbackName(new URL(settings.publicUrl).hostname);
  return {
    loopback: !isPublic && isLoopbackName(new URL(issuer).hostname),
    privateHosts: settings.privateProviders,
  };
}
