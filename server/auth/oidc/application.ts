import { sealAuditSoon } from "@/server/audit/application";
import { applicationAccounts } from "@/server/auth/application";
import { applicationDatabase } from "@/server/database";
import { requestAddress } from "@/server/request/application";
import { environmentSettings, type OidcDependencies } from "./dependencies";

/** Single sign-on on the application's own store, clock and accounts. */
export const applicationOidc: OidcDependencies = {
  db: () => applicationDatabase().db,
  now: () => new Date(),
  accounts: applicationAccounts,
  address: requestAddress,
  sealAuditSoon,
  settings: environmentSettings,
};
