"use client";

import { lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";
import { IfMay } from "@/components/access/abilities";
import { Button } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { Incident } from "@/domain/incident/schema";
import { isModelled } from "@/domain/incident/severity";
import { blastNodes, FATE_WORDS, type Fate, fateShares } from "./blast-nodes";
import { amountNumber, percentText } from "./format";

const BlastFlow = lazy(() => import("./blast-flow"));
/** More than this is a list: nobody reads a graph of a hundred boxes. */
const GRAPH_MOST = 60;

/** What it hit beside what the dependency graph predicts, and what people entered about customers and money. */
export function BlastPanel({
  incident,
  base,
  picture,
  onEdit,
}: {
  incident: Incident;
  base: string;
  /** The still graph from the server's HTML, shown until the live one has loaded. */
  picture: ReactNode;
  onEdit: () => void;
}) {
  const radius = incident.blastRadius;
  const nodes = blastNodes(radius);
  const shares = fateShares(radius);
  const graph = nodes.length > 1 && nodes.length <= GRAPH_MOST;
  return (
    <Panel aria-labelledby="blast-radius">
      <PanelHeader
        id="blast-radius"
        title="Blast radius"
        right={
          <>
            {isModelled(incident.record) ? <GeneratedTag /> : null}
            <span className="text-small text-ink-2">
              <b className="font-semibold text-ink">{percentText(radius.observed)}</b> observed
            </span>
            <span className="text-small text-ink-2">
              <b className="font-semibold text-ink">{percentText(radius.predicted)}</b> predicted
            </span>
          </>
        }
      />
      <PanelBody>
        {graph ? <LiveGraph radius={radius} base={base} picture={picture} /> : null}
        <div className={graph ? "sm:sr-only print:not-sr-only" : undefined}>
          <FateList nodes={nodes} />
        </div>
        <ul className="my-2.5 flex flex-wrap gap-x-3.5 gap-y-1 text-small text-ink-2">
          {(["hit", "spared", "surprise"] as const)
            .filter((fate) => nodes.some((node) => node.fate === fate))
            .map((fate) => (
              <li key={fate} className="inline-flex items-center gap-1.5">
                <FateBox fate={fate} />
                {FATE_WORDS[fate]}, {percentText(shares[fate])}
              </li>
            ))}
        </ul>
        <Entries incident={incident} onEdit={onEdit} />
      </PanelBody>
    </Panel>
  );
}

const wideQuery = "(min-width: 760px)";

function subscribeToWidth(notify: () => void): () => void {
  const query = window.matchMedia(wideQuery);
  query.addEventListener("change", notify);
  return () => query.removeEventListener("change", notify);
}

/** Narrow screens get the list and never load the graph. */
function LiveGraph({
  radius,
  base,
  picture,
}: {
  radius: Incident["blastRadius"];
  base: string;
  picture: ReactNode;
}) {
  const wide = useSyncExternalStore(
    subscribeToWidth,
    () => window.matchMedia(wideQuery).matches,
    () => false,
  );
  const still = <div className="max-sm:hidden print:hidden">{picture}</div>;
  if (!wide) return still;
  return (
    <Suspense fallback={still}>
      <BlastFlow radius={radius} base={base} />
    </Suspense>
  );
}

function FateList({ nodes }: { nodes: ReturnType<typeof blastNodes> }) {
  if (nodes.length === 0) return <p className="text-ink-2">No service hit.</p>;
  return (
    <ul className="grid gap-0.5">
      {nodes.map((node) => (
        <li key={node.slug} className="flex items-center gap-2">
          <FateBox fate={node.fate} />
          <span className="min-w-0 truncate">{node.name}</span>
          <span className="text-small text-ink-3">{node.fate === "hit" ? "" : FATE_WORDS[node.fate]}</span>
          <span className="ml-auto font-medium whitespace-nowrap">
            {node.fraction === null ? "no loss" : percentText(node.fraction)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function FateBox({ fate }: { fate: Fate }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-block h-2.5 w-3.5 shrink-0 rounded-[3px] border",
        fate === "hit" && "border-bad bg-bad-soft",
        fate === "spared" && "border-dashed border-control",
        fate === "surprise" && "border-2 border-warn bg-warn-soft",
      )}
    />
  );
}

function Entries({ incident, onEdit }: { incident: Incident; onEdit: () => void }) {
  const radius = incident.blastRadius;
  const money =
    radius.revenueLost === null
      ? null
      : `${amountNumber(radius.revenueLost)} ${radius.currency ?? ""}`.trim();
  const entries = [
    { label: "Regions", value: radius.regions.length > 0 ? radius.regions.join(", ") : null },
    {
      label: "Customers affected",
      value: radius.customersAffectedRatio === null ? null : percentText(radius.customersAffectedRatio),
    },
    { label: "Orders lost", value: radius.ordersLost === null ? null : amountNumber(radius.ordersLost) },
    { label: "Revenue lost", value: money },
  ];
  return (
    <div className="flex items-end gap-3">
      <dl className="grid min-w-0 flex-1 grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
        {entries.map((entry) => (
          <div key={entry.label} className="contents">
            <dt className="text-ink-2">{entry.label}</dt>
            <dd className={cx("text-right break-words", entry.value ? "font-medium" : "text-ink-3")}>
              {entry.value ?? "not entered"}
            </dd>
          </div>
        ))}
      </dl>
      <IfMay ability="respond">
        <Button size="sm" onClick={onEdit} aria-label="Edit what it hit">
          Edit
        </Button>
      </IfMay>
    </div>
  );
}
