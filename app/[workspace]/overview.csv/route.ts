import { FaultlineError } from "@/domain/errors";
import { overviewCsv } from "@/domain/overview/csv";
import { parseOverviewQuery } from "@/domain/overview/query";
import { overview } from "@/server/availability/overview";
import { pageContext } from "@/server/workspace/resolve";

/** The data of one of the overview's charts, at full precision, for the same address as the page. */
export async function GET(request: Request, { params }: { params: Promise<{ workspace: string }> }) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const chart = search.chart === "breakdown" ? "breakdown" : "trend";
  try {
    const data = await overview(ctx, parseOverviewQuery(search));
    return new Response(overviewCsv(data, chart), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${workspace.slug}-${chart}-${data.period.from}.csv"`,
        "Cache-Control": "no-store",
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
