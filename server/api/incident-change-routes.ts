import { createRoute, z } from "@hono/zod-openapi";
import { incidentChangeSchema, suspectsSchema } from "@/domain/change/incident-change-schema";
import { verdictInputSchema } from "@/domain/change/verdict-schema";
import { linkChange } from "@/server/change/link";
import { listIncidentChanges } from "@/server/change/links";
import { suspectsOf } from "@/server/change/suspects";
import { unlinkChange } from "@/server/change/unlink";
import { etagOf, givenVersion, requiredVersion } from "./if-match";
import { incidentParameter } from "./incident-parameter";
import { uuidOf } from "./path-id";
import { body, ifMatchRequired, json, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Incidents"];
const linkParameters = incidentParameter.extend({ changeId: z.string().max(100) });

const suspects = createRoute({
  method: "get",
  path: "/incidents/{id}/suspects",
  operationId: "listSuspects",
  tags,
  summary: "Rank the changes that may have caused an incident",
  description:
    "Changes of the seven days before the start of impact, ranked by the machine. AI's part in a change plays no part.",
  request: { params: incidentParameter },
  responses: { 200: json(suspectsSchema, "The likeliest, with what speaks for each."), ...problems(404) },
});

const list = createRoute({
  method: "get",
  path: "/incidents/{id}/changes",
  operationId: "listIncidentChanges",
  tags,
  summary: "List the changes that an incident is linked to",
  request: { params: incidentParameter },
  responses: {
    200: json(z.object({ changes: z.array(incidentChangeSchema) }), "The heaviest verdict first."),
    ...problems(404),
  },
});

const link = createRoute({
  method: "put",
  path: "/incidents/{id}/changes/{changeId}",
  operationId: "linkChange",
  tags,
  summary: "Give a change a verdict for an incident",
  description:
    "Links the change, or gives it another verdict; earlier ones stay in the history. Contributing, cause and cleared need a reason. A verdict is a person's: no program gives one by itself.",
  request: {
    params: linkParameters,
    headers: z.object({
      "if-match": z.string().optional().meta({
        description:
          "The version of the verdict that this one was made from; left out for a change that is not linked yet. Otherwise refused with 412.",
        example: '"1"',
      }),
    }),
    ...body(verdictInputSchema),
  },
  responses: {
    200: versioned(incidentChangeSchema, "The change as it is linked now."),
    ...problems(400, 404, 412, 422),
  },
});

const unlink = createRoute({
  method: "delete",
  path: "/incidents/{id}/changes/{changeId}",
  operationId: "unlinkChange",
  tags,
  summary: "Unlink a change from an incident",
  description: "For a link that should not be there. A change that was looked at and did nothing is cleared.",
  request: {
    params: linkParameters,
    headers: ifMatchRequired,
    query: z.object({ reason: z.string().trim().max(4000).optional() }),
  },
  responses: { 204: { description: "It is gone; its history stays." }, ...problems(404, 412, 422, 428) },
});

export const incidentChangeRoutes = newRouter()
  .openapi(suspects, async (c) => c.json(await suspectsOf(c.get("ctx"), c.req.valid("param").id), 200))
  .openapi(list, async (c) =>
    c.json({ changes: await listIncidentChanges(c.get("ctx"), c.req.valid("param").id) }, 200),
  )
  .openapi(link, async (c) => {
    const version = givenVersion(c.req.valid("header")["if-match"]);
    const { id, changeId } = c.req.valid("param");
    const linked = await write(c.get("ctx"), (ctx) =>
      linkChange(ctx, {
        ...c.req.valid("json"),
        incident: id,
        changeId: uuidOf("change", changeId),
        ...(version === undefined ? {} : { version }),
      }),
    );
    return c.json(linked, 200, { etag: etagOf(linked) });
  })
  .openapi(unlink, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const { id, changeId } = c.req.valid("param");
    const { reason } = c.req.valid("query");
    await write(c.get("ctx"), (ctx) =>
      unlinkChange(ctx, {
        incident: id,
        changeId: uuidOf("change", changeId),
        version,
        reason: reason ?? null,
      }),
    );
    return c.body(null, 204);
  });
