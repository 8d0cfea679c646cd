import Link from "next/link";
import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { TimeAgo } from "@/components/ui/time";
import type { GateDecision } from "@/domain/gate/schema";

const CHANGES_SHOWN = 3;

type View = { workspace: string; zone: string; now: string };

/** Each answer with its reason, who asked how often, and the changes that it was about. */
export function DecisionTable({ decisions, ...view }: View & { decisions: readonly GateDecision[] }) {
  return (
    <DataTable>
      <caption className="sr-only">What the gate answered</caption>
      <thead>
        <tr>
          <Th>What was asked about</Th>
          <Th>Answer</Th>
          <Th wide>Changes</Th>
          <Th wide>Asked by</Th>
          <Th wide>Last asked</Th>
        </tr>
      </thead>
      <tbody>
        {decisions.map((decision) => (
          <DecisionRow key={decision.id} decision={decision} {...view} />
        ))}
      </tbody>
    </DataTable>
  );
}

function DecisionRow({ decision, workspace, zone, now }: View & { decision: GateDecision }) {
  const last = <TimeAgo at={decision.lastAskedAt} now={now} zone={zone} />;
  const isHeld = decision.decision === "hold";
  return (
    <tr className="[&>td]:py-2 [&>td]:align-top">
      <TitleCell className="sm:!w-[46%]">
        <span className="block break-words font-medium">
          <What decision={decision} /> to {decision.environment}
        </span>
        <span className="mt-0.5 block text-small whitespace-normal text-ink-2">{decision.reason}</span>
        <SecondLine>
          {decision.askedBy}, {last}
          <Asks asks={decision.asks} />
          <Changes decision={decision} workspace={workspace} />
        </SecondLine>
      </TitleCell>
      <Td>
        <Chip tone={isHeld ? "bad" : "good"}>{isHeld ? "Held" : "Allowed"}</Chip>
      </Td>
      <Td wide className="w-[24%] whitespace-normal">
        <Changes decision={decision} workspace={workspace} />
      </Td>
      <Td wide className="text-ink-2 whitespace-normal">
        {decision.askedBy}
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        {last}
        <Asks asks={decision.asks} />
      </Td>
    </tr>
  );
}

function What({ decision: { repository, revision, changes } }: { decision: GateDecision }) {
  if (repository === null || revision === null) return changes[0]?.title ?? "A change";
  return (
    <>
      {repository} <code className="font-mono text-[0.92em]">{revision.slice(0, 10)}</code>
    </>
  );
}

function Asks({ asks }: { asks: number }) {
  if (asks <= 1) return null;
  return <span className="block text-small text-ink-3">asked {asks.toLocaleString("en")} times</span>;
}

function Changes({ decision: { changes }, workspace }: { decision: GateDecision; workspace: string }) {
  const rest = changes.length - CHANGES_SHOWN;
  return (
    <>
      {changes.slice(0, CHANGES_SHOWN).map(({ id, title }) => (
        <Link key={id} href={`/${workspace}/changes/${id}`} className="link line-clamp-2 break-words">
          {title}
        </Link>
      ))}
      {rest > 0 ? <span className="text-small text-ink-3">and {rest} more</span> : null}
    </>
  );
}
