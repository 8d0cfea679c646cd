import { createRoute, z } from "@hono/zod-openapi";
import {
  dependenciesInputSchema,
  serviceEditSchema,
  serviceInputSchema,
  serviceSchema,
} from "@/domain/service/schema";
import { createService } from "@/server/service/create";
import { editService } from "@/server/service/edit";
import { getService, listServices } from "@/server/service/queries";
import { setDependencies } from "@/server/service/set-dependencies";
import { etagOf, optionalVersion, requiredVersion } from "./if-match";
import {
  body,
  ifMatchOptional,
  ifMatchRequired,
  json,
  problems,
  slugParameter,
  versioned,
} from "./responses";
import { newRouter } from "./router";
import { write } from "./write";

const tags = ["Services"];

const list = createRoute({
  method: "get",
  path: "/services",
  operationId: "listServices",
  tags,
  summary: "List services",
  responses: { 200: json(z.object({ services: z.array(serviceSchema) }), "Every service, by name.") },
});

const create = createRoute({
  method: "post",
  path: "/services",
  operationId: "createService",
  tags,
  summary: "Create a service",
  request: body(serviceInputSchema),
  responses: { 201: versioned(serviceSchema, "The service."), ...problems(400, 409, 422) },
});

const get = createRoute({
  method: "get",
  path: "/services/{slug}",
  operationId: "getService",
  tags,
  summary: "Read a service",
  request: { params: slugParameter },
  responses: { 200: versioned(serviceSchema, "The service."), ...problems(404) },
});

const edit = createRoute({
  method: "patch",
  path: "/services/{slug}",
  operationId: "editService",
  tags,
  summary: "Edit a service",
  description: "Names only what changes. A new weight or tracking start recomputes the figures of the past.",
  request: { params: slugParameter, headers: ifMatchRequired, ...body(serviceEditSchema) },
  responses: { 200: versioned(serviceSchema, "The service."), ...problems(400, 404, 412, 422, 428) },
});

const putDependencies = createRoute({
  method: "put",
  path: "/services/{slug}/dependencies",
  operationId: "setServiceDependencies",
  tags,
  summary: "Set what a service depends on",
  description: "Replaces the whole list. Hard: fails with it. Soft: works without it.",
  request: { params: slugParameter, headers: ifMatchOptional, ...body(dependenciesInputSchema) },
  responses: { 200: versioned(serviceSchema, "The service."), ...problems(400, 404, 412, 422) },
});

export const serviceRoutes = newRouter()
  .openapi(list, async (c) => c.json({ services: await listServices(c.get("ctx")) }, 200))
  .openapi(create, async (c) => {
    const created = await write(c.get("ctx"), (ctx) => createService(ctx, c.req.valid("json")));
    c.header("location", `/api/v1/services/${created.slug}`);
    return c.json(created, 201, { etag: etagOf(created) });
  })
  .openapi(get, async (c) => {
    const service = await getService(c.get("ctx"), c.req.valid("param").slug);
    return c.json(service, 200, { etag: etagOf(service) });
  })
  .openapi(edit, async (c) => {
    const version = requiredVersion(c.req.valid("header")["if-match"]);
    const { slug } = c.req.valid("param");
    const edited = await write(c.get("ctx"), (ctx) =>
      editService(ctx, { slug, version, edit: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  })
  .openapi(putDependencies, async (c) => {
    const version = optionalVersion(c.req.valid("header")["if-match"]);
    const { slug } = c.req.valid("param");
    const edited = await write(c.get("ctx"), (ctx) =>
      setDependencies(ctx, { slug, version, input: c.req.valid("json") }),
    );
    return c.json(edited, 200, { etag: etagOf(edited) });
  });
