import { z } from "@hono/zod-openapi";

export const incidentParameter = z.object({
  id: z.string().max(100).meta({ description: "Id or number: `42`, `INC-42`.", example: "INC-42" }),
});
