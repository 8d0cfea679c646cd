"use client";

import { Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo } from "react";
import { cx } from "@/components/ui/class-names";
import type { Incident } from "@/domain/incident/schema";
import { layBlastOut, NODE_HEIGHT, NODE_WIDTH } from "./blast-layout";
import { type BlastNode, FATE_WORDS } from "./blast-nodes";
import { nodeLine } from "./blast-svg";

type FlowNode = Node<{ service: BlastNode; href: string }, "service">;
const nodeTypes = { service: ServiceNode };

/** The usual width of the panel: a graph wider than this is shown smaller, and needs less height. */
const PANEL_PX = 400;

/** The live dependency graph: it can be moved and enlarged, and its services lead to their pages. Loaded on its own. */
export default function BlastFlow({ radius, base }: { radius: Incident["blastRadius"]; base: string }) {
  const layout = useMemo(() => layBlastOut(radius), [radius]);
  const nodes = layout.nodes.map(
    (service): FlowNode => ({
      id: service.slug,
      type: "service",
      position: { x: service.x, y: service.y },
      data: { service, href: `${base}/services/${service.slug}` },
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      focusable: false,
    }),
  );
  const edges = layout.edges.map((edge) => ({
    id: edge.id,
    source: edge.from.slug,
    target: edge.to.slug,
    focusable: false,
    style: { stroke: "var(--axis)", strokeWidth: 1.25, strokeDasharray: edge.dashed ? "3 3" : undefined },
    markerEnd: { type: MarkerType.ArrowClosed, color: "var(--axis)", width: 14, height: 14 },
  }));
  return (
    <div
      style={{
        height: Math.min(460, Math.max(96, layout.height * Math.min(1, PANEL_PX / layout.width) + 28)),
      }}
      className="print:hidden [&_.react-flow\_\_attribution]:!bg-transparent [&_.react-flow\_\_attribution_a]:!text-ink-3"
    >
      <ReactFlow
        key={layout.nodes.map((node) => node.slug).join()}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ padding: { x: "4px", top: "4px", bottom: "20px" }, maxZoom: 1 }}
        minZoom={0.2}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
      />
    </div>
  );
}

function ServiceNode({ data: { service, href } }: NodeProps<FlowNode>) {
  return (
    <a
      href={href}
      title={FATE_WORDS[service.fate]}
      style={{ width: NODE_WIDTH, height: NODE_HEIGHT }}
      className={cx(
        "nopan block rounded-[5px] border px-2 pt-[3px] text-left leading-[1.2]",
        service.fate === "hit" && "border-bad bg-bad-soft",
        service.fate === "spared" && "border-dashed border-control bg-surface",
        service.fate === "surprise" && "border-2 border-warn bg-warn-soft !pt-[2px]",
      )}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} className="!invisible" />
      <span className="block truncate text-small leading-[1.3] font-semibold">{service.name}</span>
      <span className="block truncate text-axis text-ink-2">{nodeLine(service)}</span>
      <Handle type="source" position={Position.Right} isConnectable={false} className="!invisible" />
    </a>
  );
}
