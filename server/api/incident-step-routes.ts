import { createRoute, z } from "@hono/zod-openapi";
import { causeInputSchema } from "@/domain/cause/schema";
import { TRANSITION_NAMES, TRANSITIONS, type Transition } from "@/domain/incident/lifecycle";
import {
  impactEditSchema,
  impactInputSchema,
  incidentSchema,
  noteInputSchema,
  transitionInputSchema,
} from "@/domain/incident/schema";
import { addImpact, editImpact, removeImpact } from "@/server/incident/impacts";
import { reviseCause } from "@/server/incident/revise-cause";
import { transitionIncident } from "@/server/incident/transition";
import { writeNote } from "@/server/incident/write-note";
import { etagOf, optionalVersion, requiredVersion } from "./if-match";
import { incidentParameter } from "./incident-parameter";
import { uuidOf } from "./path-id";
import { body, ifMatchOptional, ifMatchRequired, optionalBody, problems, versioned } from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Incidents"];
const whole = versioned(incidentSchema, "The whole incident after it.");
const impactParameters = incidentParameter.extend({ impactId: z.string().max(100) });

export const incidentStepRoutes = newRouter();

/** The lifecycle's steps, each a noun that is made: POST /incidents/{id}/acknowledgement. */
for (const transition of TRANSITION_NAMES) {
  incidentStepRoutes.openapi(stepRoute(transition), async (c) => {
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const { id } = c.req.valid("param");
    const moved = await write(c.get("ctx"), (ctx) =>
      transitionIncident(ctx, { ...c.req.valid("json"), id, transition, version }),
    );
    return c.json(moved, 200, { etag: etagOf(moved) });
  });
}

function stepRoute(transition: Transition) {
  const { noun, from, to } = TRANSITIONS[transition];
  return createRoute({
    method: "post",
    path: `/incidents/{id}/${noun}` as const,
    operationId: `${transition}Incident`,
    tags,
    summary: `${transition.charAt(0).toUpperCase()}${transition.slice(1)} an incident`,
    description: `From ${from.join(", ")} to ${to}. Backdating is allowed.`,
    request: { params: incidentParameter, headers: ifMatchOptional, ...optionalBody(transitionInputSchema) },
    responses: { 200: whole, ...problems(400, 404, 409, 412, 422) },
  });
}

const addImpactRoute = createRoute({
  method: "post",
  path: "/incidents/{id}/impacts",
  operationId: "addImpact",
  tags,
  summary: "Add an impact",
  request: { params: incidentParameter, headers: ifMatchOptional, ...body(impactInputSchema) },
  responses: { 201: whole, ...problems(400, 404, 412, 422) },
});

const editImpactRoute = createRoute({
  method: "patch",
  path: "/incidents/{id}/impacts/{impactId}",
  operationId: "editImpact",
  tags,
  summary: "Edit an impact",
  request: { params: impactParameters, headers: ifMatchRequired, ...body(impactEditSchema) },
  responses: { 200: whole, ...problems(400, 404, 412, 422, 428) },
});

const removeImpactRoute = createRoute({
  method: "delete",
  path: "/incidents/{id}/impacts/{impactId}",
  operationId: "removeImpact",
  tags,
  summary: "Remove an impact",
  request: { params: impactParameters, headers: ifMatchRequired },
  responses: { 200: whole, ...problems(404, 409, 412, 422, 428) },
});

const causeRoute = createRoute({
  method: "post",
  path: "/incidents/{id}/causes",
  operationId: "reviseCause",
  tags,
  summary: "State a cause",
  description: "A statement is added; earlier ones stay, with who said what, when and where.",
  request: { params: incidentParameter, headers: ifMatchOptional, ...body(causeInputSchema) },
  responses: { 201: whole, ...problems(400, 404, 412, 422) },
});

const noteRoute = createRoute({
  method: "post",
  path: "/incidents/{id}/notes",
  operationId: "writeNote",
  tags,
  summary: "Write a note into the timeline",
  request: { params: incidentParameter, ...body(noteInputSchema) },
  responses: { 201: whole, ...problems(400, 404, 422) },
});

incidentStepRoutes
  .openapi(addImpactRoute, async (c) => {
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const { id } = c.req.valid("param");
    const after = await write(c.get("ctx"), (ctx) => addImpact(ctx, { ...c.req.valid("json"), id, version }));
    return c.json(after, 201, { etag: etagOf(after) });
  })
  .openapi(editImpactRoute, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const { id, impactId } = c.req.valid("param");
    const after = await write(c.get("ctx"), (ctx) =>
      editImpact(ctx, { ...c.req.valid("json"), id, impactId: uuidOf("impact", impactId), version }),
    );
    return c.json(after, 200, { etag: etagOf(after) });
  })
  .openapi(removeImpactRoute, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const { id, impactId } = c.req.valid("param");
    const after = await write(c.get("ctx"), (ctx) =>
      removeImpact(ctx, { id, impactId: uuidOf("impact", impactId), version }),
    );
    return c.json(after, 200, { etag: etagOf(after) });
  })
  .openapi(causeRoute, async (c) => {
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const { id } = c.req.valid("param");
    const after = await write(c.get("ctx"), (ctx) =>
      reviseCause(ctx, { ...c.req.valid("json"), id, version }),
    );
    return c.json(after, 201, { etag: etagOf(after) });
  })
  .openapi(noteRoute, async (c) => {
    const { id } = c.req.valid("param");
    const after = await write(c.get("ctx"), (ctx) => writeNote(ctx, { ...c.req.valid("json"), id }));
    return c.json(after, 201, { etag: etagOf(after) });
  });
