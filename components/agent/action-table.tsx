import Link from "next/link";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { AgentAction } from "@/domain/agent/schema";
import { FlagChip, StateChip } from "./state-chip";

type Props = {
  actions: readonly AgentAction[];
  base: string;
  zone: string;
  /** On the page of one agent its name says nothing. */
  ofOne?: boolean;
  /** Whether a row says that it is generated; the head does where all are. */
  tagged?: boolean;
};

/** What agents asked, what was answered and by whom, and what came of it. */
export function ActionTable({ actions, base, zone, ofOne = false, tagged = true }: Props) {
  return (
    <DataTable aria-label="What was asked, answered and done">
      <thead>
        <tr>
          <Th wide>Asked</Th>
          <Th>Action</Th>
          <Th wide>Where</Th>
          <Th wide>Answer</Th>
          <Th wide>State</Th>
          <Th wide>Came of it</Th>
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action.id} id={action.id} className="target:bg-hover [&>td]:align-top">
            <Td wide className="!py-2 whitespace-nowrap">
              <Time at={action.requestedAt} zone={zone} />
            </Td>
            <Td className="!py-2 whitespace-normal">
              <What action={action} base={base} ofOne={ofOne} tagged={tagged} />
              <SecondLine>
                <StateChip state={action.state} /> {action.environment} ·{" "}
                <Time at={action.requestedAt} zone={zone} />
                <Answer action={action} base={base} />
                <Outcome action={action} base={base} />
              </SecondLine>
            </Td>
            <Td wide className="!py-2">
              {action.environment}
            </Td>
            <Td wide className="!py-2 min-w-[220px] whitespace-normal">
              <Answer action={action} base={base} />
            </Td>
            <Td wide className="!py-2">
              <StateChip state={action.state} />
            </Td>
            <Td wide className="!py-2 min-w-[180px] whitespace-normal">
              <Outcome action={action} base={base} />
            </Td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function What({
  action,
  base,
  ofOne,
  tagged,
}: {
  action: AgentAction;
  base: string;
  ofOne: boolean;
  tagged: boolean;
}) {
  return (
    <>
      {action.flag === null ? null : (
        <span className="mb-1 block">
          <FlagChip flag={action.flag} />
        </span>
      )}
      <span className="font-medium">
        {action.action} {action.target}
      </span>{" "}
      {action.destructive ? <Chip tone="warn">destructive</Chip> : null}{" "}
      {action.generated && tagged ? <GeneratedTag /> : null}
      <span className="block text-small text-ink-3">
        {ofOne ? null : (
          <>
            <Link href={`${base}/agents/${action.agent.slug}`} className="link">
              {action.agent.name}
            </Link>
            {" · "}
          </>
        )}
        {action.promptedBy === null ? "by itself" : `at the word of ${action.promptedBy.name}`}:{" "}
        {action.reason}
      </span>
    </>
  );
}

function Answer({ action, base }: { action: AgentAction; base: string }) {
  const { decidedBy, decisionReason, signOffRequestId } = action;
  return (
    <span className="block text-small">
      {decidedBy.length === 0 ? null : (
        <span className="block font-medium text-ink">
          {action.state === "declined" ? "Declined" : "Approved"} by {decidedBy.join(", ")}
        </span>
      )}
      <span className="text-ink-2">
        {decidedBy.length === 0 ? null : "When it asked: "}
        {decisionReason}
      </span>
      {action.state === "waiting" && signOffRequestId !== null ? (
        <>
          {" "}
          <Link href={`${base}/sign-offs/${signOffRequestId}`} className="link">
            Approve or decline
          </Link>
        </>
      ) : null}
    </span>
  );
}

function Outcome({ action, base }: { action: AgentAction; base: string }) {
  if (action.outcome === null) return null;
  return (
    <span className="block text-small">
      <span className="text-ink-2">{action.outcome.summary}</span>
      {action.changeId === null ? null : (
        <>
          {" "}
          <Link href={`${base}/changes/${action.changeId}`} className="link whitespace-nowrap">
            The change
          </Link>
        </>
      )}
    </span>
  );
}
