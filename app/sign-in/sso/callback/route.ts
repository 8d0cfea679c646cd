import { answerCallback } from "@/server/auth/oidc/answers";
import { applicationOidc } from "@/server/auth/oidc/application";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export const GET = (request: Request): Promise<Response> => answerCallback(applicationOidc, request);
