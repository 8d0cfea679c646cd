"use client";

import { Download } from "lucide-react";
import { useRef } from "react";
import { buttonClass } from "@/components/ui/button";

const item = "block w-full rounded-2 px-2.5 py-1.5 text-left hover:bg-surface-2";

/** Takes a chart home: its data as CSV (a plain link), and its picture as SVG or PNG with the colours written in. */
export function ChartExport({
  chart,
  name,
  csvHref,
}: {
  /** The `data-chart` of the picture in the same panel. */
  chart: string;
  /** Name of the file, without its ending. */
  name: string;
  csvHref: string;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  const save = async (kind: "svg" | "png") => {
    const picture = visibleChart(menu.current, chart);
    if (picture === null) return;
    const { saveChart } = await import("./save-chart");
    await saveChart(picture, name, kind);
    if (menu.current) menu.current.open = false;
  };
  return (
    <details
      ref={menu}
      className="relative print:hidden"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
    >
      <summary
        aria-label="Export the chart"
        className={buttonClass(
          { variant: "ghost", size: "sm", icon: true },
          "list-none [&::-webkit-details-marker]:hidden",
        )}
      >
        <Download size={14} strokeWidth={1.5} aria-hidden="true" />
      </summary>
      <div className="absolute right-0 z-10 mt-1 w-40 rounded-3 bg-surface p-1 shadow-float">
        <a href={csvHref} download className={item}>
          Data as CSV
        </a>
        <button
          type="button"
          className={`${item} [@media(scripting:none)]:hidden`}
          onClick={() => save("svg")}
        >
          Picture as SVG
        </button>
        <button
          type="button"
          className={`${item} [@media(scripting:none)]:hidden`}
          onClick={() => save("png")}
        >
          Picture as PNG
        </button>
      </div>
    </details>
  );
}

function visibleChart(near: HTMLElement | null, chart: string): SVGSVGElement | null {
  const panel = near?.closest("section");
  for (const svg of panel?.querySelectorAll<SVGSVGElement>(`svg[data-chart="${chart}"]`) ?? []) {
    if (svg.getClientRects().length > 0) return svg;
  }
  return null;
}
