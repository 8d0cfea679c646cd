import Link from "next/link";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { TimeAgo } from "@/components/ui/time";
import { entriesIn, environmentsOf } from "@/domain/agent/matrix";
import type { RegisteredAgent } from "@/domain/agent/schema";
import { AutonomyCell } from "./autonomy";

type Props = {
  agents: readonly RegisteredAgent[];
  base: string;
  now: string;
  zone: string;
  /** Whether a row says that it is generated; the head does where all are. */
  tagged: boolean;
};

/** More environments than these make the matrix unreadable; each agent's page has all of its own. */
const COLUMNS_MAX = 5;

/** Who owns which agent, and how far it goes where. */
export function RegisterTable({ agents, base, now, zone, tagged }: Props) {
  const environments = environmentsOf(agents).slice(0, COLUMNS_MAX);
  return (
    <DataTable aria-label="Agents and how far they go, by environment">
      <thead>
        <tr>
          <Th>Agent</Th>
          {environments.map((environment) => (
            <Th wide key={environment}>
              {environment}
            </Th>
          ))}
          <Th wide>Last asked</Th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <tr key={agent.id} className="[&>td]:align-top">
            <TitleCell className="!w-[22%] !py-2">
              <Link href={`${base}/agents/${agent.slug}`} data-row-link>
                {agent.name}
              </Link>
              <span className="block text-small text-ink-3 max-sm:whitespace-normal">
                {[agent.owner?.name ?? "nobody owns it", agent.team, agent.tool].filter(Boolean).join(" · ")}
              </span>
              <Tags agent={agent} tagged={tagged} />
              {environments.map((environment) => (
                <SecondLine key={environment}>
                  <span className="block pt-1 font-medium text-ink-2">{environment}</span>
                  <AutonomyCell entries={entriesIn(agent.permissions, environment)} />
                </SecondLine>
              ))}
            </TitleCell>
            {environments.map((environment) => (
              <Td wide key={environment} className="!py-2 min-w-[150px]">
                <AutonomyCell entries={entriesIn(agent.permissions, environment)} />
              </Td>
            ))}
            <Td wide className="!py-2 whitespace-nowrap">
              {agent.lastActionAt === null ? (
                <span className="text-ink-3">never</span>
              ) : (
                <TimeAgo at={agent.lastActionAt} now={now} zone={zone} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function Tags({ agent, tagged }: { agent: RegisteredAgent; tagged: boolean }) {
  const isTagged = agent.generated && tagged;
  if (agent.disabledAt === null && !isTagged) return null;
  return (
    <span className="flex flex-wrap gap-1 pt-1">
      {agent.disabledAt === null ? null : <Chip tone="mute">disabled</Chip>}
      {isTagged ? <GeneratedTag /> : null}
    </span>
  );
}
