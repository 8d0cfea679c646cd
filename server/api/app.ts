import { OpenAPIHono } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { accountRoutes } from "./account-routes";
import { agentActionRoutes } from "./agent-action-routes";
import { agentRoutes } from "./agent-routes";
import { aiUseRoutes } from "./ai-use-routes";
import { auditRoutes } from "./audit-routes";
import { authentication } from "./authentication";
import { limitBody, readJson } from "./body";
import { causeRoutes } from "./cause-routes";
import { changeMeasureRoutes } from "./change-measure-routes";
import { changeRoutes } from "./change-routes";
import { changeWriteRoutes } from "./change-write-routes";
import { complianceRoutes } from "./compliance-routes";
import { apiDocument } from "./document";
import type { ApiDependencies, ApiEnvironment } from "./environment";
import { erasureRoutes } from "./erasure-routes";
import { gateRoutes } from "./gate-routes";
import { guard } from "./guard";
import { hookRoutes } from "./hook-routes";
import { idempotent } from "./idempotency";
import { identityProviderRoutes } from "./identity-provider-routes";
import { identityRoutes } from "./identity-routes";
import { importRoutes } from "./import-routes";
import { incidentChangeRoutes } from "./incident-change-routes";
import { incidentRoutes } from "./incident-routes";
import { incidentStepRoutes } from "./incident-step-routes";
import { integrationRoutes } from "./integration-routes";
import { invitationRoutes } from "./invitation-routes";
import { involvementRoutes } from "./involvement-routes";
import { knownRoute } from "./known-route";
import { markRoutes } from "./mark-routes";
import { measureRoutes } from "./measure-routes";
import { memberRoutes } from "./member-routes";
import { notificationRoutes } from "./notification-routes";
import { personIdentityRoutes } from "./person-identity-routes";
import { personRoutes } from "./person-routes";
import { policyRoutes } from "./policy-routes";
import { problemResponse } from "./problem";
import { rateLimit } from "./rate-limit";
import { repositoryRoutes } from "./repository-routes";
import { requestLog } from "./request-log";
import { sealing } from "./sealing";
import { serviceRoutes } from "./service-routes";
import { sessionRoutes } from "./session-routes";
import { setUpRoutes } from "./set-up-routes";
import { signOffRoutes } from "./sign-off-routes";
import { tokenRoutes } from "./token-routes";
import { workspaceContext } from "./workspace-context";
import { workspaceRoutes } from "./workspace-routes";

/** The REST surface, as a table of contents. */
export function createApi(dependencies: ApiDependencies): OpenAPIHono<ApiEnvironment> {
  const app = new OpenAPIHono<ApiEnvironment>();
  app.onError((error, c) => problemResponse(error, c.get("requestId")));

  app.use(async (c, next) => {
    const requestId = requestIdOf(c.req.header("x-request-id"));
    c.set("requestId", requestId);
    c.set("dependencies", dependencies);
    await next();
    c.res.headers.set("x-request-id", requestId);
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  });
  app.use(requestLog);
  app.use(guard);
  app.use(knownRoute(() => app.routes));
  app.use(authentication);
  app.use(rateLimit);
  app.use(limitBody);
  app.use(readJson);
  app.use(sealing);
  app.use(workspaceContext);
  app.use(idempotent);

  app.route("/api/v1", incidentRoutes);
  app.route("/api/v1", incidentStepRoutes);
  app.route("/api/v1", incidentChangeRoutes);
  app.route("/api/v1", measureRoutes);
  app.route("/api/v1", changeMeasureRoutes);
  app.route("/api/v1", complianceRoutes);
  app.route("/api/v1", serviceRoutes);
  app.route("/api/v1", personRoutes);
  app.route("/api/v1", personIdentityRoutes);
  app.route("/api/v1", erasureRoutes);
  app.route("/api/v1", aiUseRoutes);
  app.route("/api/v1", markRoutes);
  app.route("/api/v1", causeRoutes);
  app.route("/api/v1", changeRoutes);
  app.route("/api/v1", changeWriteRoutes);
  app.route("/api/v1", involvementRoutes);
  app.route("/api/v1", signOffRoutes);
  app.route("/api/v1", gateRoutes);
  app.route("/api/v1", importRoutes);
  app.route("/api/v1", workspaceRoutes);
  app.route("/api/v1", memberRoutes);
  app.route("/api/v1", invitationRoutes);
  app.route("/api/v1", tokenRoutes);
  app.route("/api/v1", sessionRoutes);
  app.route("/api/v1", setUpRoutes);
  app.route("/api/v1", accountRoutes);
  app.route("/api/v1", auditRoutes);
  app.route("/api/v1", identityProviderRoutes);
  app.route("/api/v1", identityRoutes);
  app.route("/api/v1", integrationRoutes);
  app.route("/api/v1", hookRoutes);
  app.route("/api/v1", notificationRoutes);
  app.route("/api/v1", repositoryRoutes);
  app.route("/api/v1", policyRoutes);
  app.route("/api/v1", agentRoutes);
  app.route("/api/v1", agentActionRoutes);
  app.get("/api/v1/openapi.json", (c) => c.json(apiDocument(app)));
  return app;
}

/** The caller's own id for the request, where it can be logged as it is; or else a new one. */
function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\w.:-]{1,100}$/.test(given) ? given : uuidv7();
}
