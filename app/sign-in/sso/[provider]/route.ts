import { answerStart } from "@/server/auth/oidc/answers";
import { applicationOidc } from "@/server/auth/oidc/application";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ provider: string }> }) {
  return answerStart(applicationOidc, request, (await params).provider);
}
