import { type BlastLayout, NODE_HEIGHT, NODE_WIDTH, type PlacedEdge } from "./blast-layout";
import type { Fate } from "./blast-nodes";
import { percentText } from "./format";

const NODE_LOOKS: Record<Fate, { fill: string; stroke: string; strokeWidth: number; dashes?: string }> = {
  hit: { fill: "var(--bad-soft)", stroke: "var(--bad)", strokeWidth: 1 },
  spared: { fill: "var(--surface)", stroke: "var(--control)", strokeWidth: 1, dashes: "4 3" },
  surprise: { fill: "var(--warn-soft)", stroke: "var(--warn)", strokeWidth: 2 },
};

/** The dependency graph as a still picture: in the server's HTML, on paper, and until the live one has loaded. */
export function BlastSvg({ layout, label }: { layout: BlastLayout; label: string }) {
  return (
    <svg
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      style={{ maxWidth: layout.width }}
      className="mx-auto block h-auto w-full"
      role="img"
      aria-label={label}
    >
      <defs>
        <marker
          id="blast-arrow"
          viewBox="0 0 6 6"
          refX="5"
          refY="3"
          markerWidth="6"
          markerHeight="6"
          orient="auto"
        >
          <path d="M0 0 6 3 0 6Z" fill="var(--axis)" />
        </marker>
      </defs>
      {layout.edges.map((edge) => (
        <path
          key={edge.id}
          d={edgePath(edge)}
          fill="none"
          stroke="var(--axis)"
          strokeWidth="1.25"
          strokeDasharray={edge.dashed ? "3 3" : undefined}
          markerEnd="url(#blast-arrow)"
        />
      ))}
      {layout.nodes.map((node) => {
        const look = NODE_LOOKS[node.fate];
        return (
          <g key={node.slug} transform={`translate(${node.x} ${node.y})`}>
            <rect
              width={NODE_WIDTH}
              height={NODE_HEIGHT}
              rx="5"
              fill={look.fill}
              stroke={look.stroke}
              strokeWidth={look.strokeWidth}
              strokeDasharray={look.dashes}
            />
            <text x="9" y="16" fontSize="12" fontWeight="600" fill="var(--ink)">
              {clipped(node.name)}
            </text>
            <text x="9" y="30" fontSize="11" fill="var(--ink-2)">
              {nodeLine(node)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

export function nodeLine(node: { fraction: number | null; weight: number }): string {
  return `${node.fraction === null ? "no loss" : percentText(node.fraction)}, weight ${node.weight}`;
}

function clipped(name: string): string {
  return name.length > 17 ? `${name.slice(0, 16)}…` : name;
}

function edgePath({ from, to }: PlacedEdge): string {
  const startX = from.x + NODE_WIDTH;
  const startY = from.y + NODE_HEIGHT / 2;
  const endY = to.y + NODE_HEIGHT / 2;
  const bend = Math.max(24, (to.x - startX) / 2);
  return `M${startX} ${startY}C${startX + bend} ${startY} ${to.x - bend} ${endY} ${to.x - 4} ${endY}`;
}
