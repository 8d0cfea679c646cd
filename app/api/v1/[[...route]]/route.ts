import { createApi } from "@/server/api/app";
import { sealAuditSoon } from "@/server/audit/application";
import { applicationAccounts, applicationAuth } from "@/server/auth/application";
import { applicationDatabase } from "@/server/database";
import { workSoon } from "@/server/integrations/application";
import { sendNotificationsSoon } from "@/server/notification/application";
import { publicHost, requestAddress } from "@/server/request/application";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const api = createApi({
  db: () => applicationDatabase().db,
  now: () => new Date(),
  auth: applicationAuth,
  accounts: applicationAccounts,
  publicHost,
  address: requestAddress,
  sealAuditSoon,
  workDeliveriesSoon: workSoon,
  sendNotificationsSoon,
});

const handle = (request: Request): Response | Promise<Response> => api.fetch(request);

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
