import { createApi } from "@/server/api/app";
import { applicationDatabase } from "@/server/database";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const api = createApi({ db: () => applicationDatabase().db, now: () => new Date() });

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
