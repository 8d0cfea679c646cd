import { graphlib, layout as place } from "@dagrejs/dagre";
import type { Incident } from "@/domain/incident/schema";
import { type BlastNode, blastNodes } from "./blast-nodes";

export const NODE_WIDTH = 128;
export const NODE_HEIGHT = 38;

type PlacedNode = BlastNode & { x: number; y: number };
export type PlacedEdge = { id: string; from: PlacedNode; to: PlacedNode; dashed: boolean; soft: boolean };
export type BlastLayout = { nodes: PlacedNode[]; edges: PlacedEdge[]; width: number; height: number };

/** Left to right along the dependencies, from where it began to what needs it; x and y are upper left corners. */
export function layBlastOut(radius: Incident["blastRadius"]): BlastLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 26, ranksep: 56, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  const nodes = blastNodes(radius);
  for (const node of nodes) graph.setNode(node.slug, { width: NODE_WIDTH, height: NODE_HEIGHT });
  const known = radius.edges.filter((edge) => graph.hasNode(edge.from) && graph.hasNode(edge.to));
  for (const edge of known) graph.setEdge(edge.from, edge.to);
  place(graph);
  const placed = new Map(
    nodes.map((node) => {
      const { x, y } = graph.node(node.slug);
      return [node.slug, { ...node, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
    }),
  );
  const edges = known.flatMap((edge): PlacedEdge[] => {
    const from = placed.get(edge.from);
    const to = placed.get(edge.to);
    if (!from || !to) return [];
    const dashed = from.fraction === null || to.fraction === null || edge.criticality === "soft";
    return [{ id: `${edge.from}>${edge.to}`, from, to, dashed, soft: edge.criticality === "soft" }];
  });
  const right = Math.max(...[...placed.values()].map((node) => node.x + NODE_WIDTH), 0);
  const bottom = Math.max(...[...placed.values()].map((node) => node.y + NODE_HEIGHT), 0);
  return { nodes: [...placed.values()], edges, width: right + 2, height: bottom + 2 };
}
