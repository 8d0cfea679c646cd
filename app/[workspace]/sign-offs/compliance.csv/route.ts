import { dayOf } from "@/domain/calendar/day";
import { FaultlineError } from "@/domain/errors";
import { complianceCsv } from "@/domain/sign-off/compliance-csv";
import { compliance } from "@/server/sign-off/compliance";
import { pageContext } from "@/server/workspace/resolve";
import { askOf, parseCompliancePage } from "../compliance/compliance-query";

/** The figures of the compliance page, at full precision, for the same address. */
export async function GET(request: Request, { params }: { params: Promise<{ workspace: string }> }) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const query = parseCompliancePage(Object.fromEntries(new URL(request.url).searchParams));
  try {
    const data = await compliance(ctx, askOf(query, dayOf(ctx.now.getTime(), workspace.timeZone)));
    return new Response(complianceCsv(data), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="compliance-${data.from}.csv"`,
      },
    });
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    return new Response(`${error.message}\n`, {
      status: error.status,
      headers: { "Content-Type": "text/plain" },
    });
  }
}
