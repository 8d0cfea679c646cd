import Link from "next/link";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { TimeAgo } from "@/components/ui/time";
import { DEPLOYMENT_EVENT_WORDS, DEPLOYMENT_EVENTS } from "@/domain/repository/kinds";
import type { Repository } from "@/domain/repository/schema";

export function RepositoryTable({
  workspace,
  repositories,
  now,
  zone,
}: {
  workspace: string;
  repositories: readonly Repository[];
  now: string;
  zone: string;
}) {
  return (
    <DataTable>
      <caption className="sr-only">Repositories</caption>
      <thead>
        <tr>
          <Th>Repository</Th>
          <Th wide num>
            Rules
          </Th>
          <Th wide>Services</Th>
          <Th wide>Deployments from</Th>
          <Th wide>Last change</Th>
        </tr>
      </thead>
      <tbody>
        {repositories.map((one) => {
          const last =
            one.lastChangeAt === null ? (
              <span className="text-ink-3">none yet</span>
            ) : (
              <TimeAgo at={one.lastChangeAt} now={now} zone={zone} />
            );
          const services = [...new Set(one.pathRules.flatMap((rule) => rule.services))].sort();
          return (
            <tr key={one.id} data-row>
              <TitleCell>
                <Link href={`/${workspace}/settings/repositories/${one.id}`}>{one.name}</Link>
                <SecondLine>
                  {rulesWords(one.pathRules.length)} · last change {last}
                </SecondLine>
              </TitleCell>
              <Td wide num>
                {one.pathRules.length === 0 ? <span className="text-ink-3">none</span> : one.pathRules.length}
              </Td>
              <Td wide className="w-1/5 max-w-0 truncate text-ink-2" title={services.join(", ")}>
                {services.slice(0, 4).join(", ")}
                {services.length > 4 ? ` and ${services.length - 4} more` : ""}
              </Td>
              <Td wide className="whitespace-nowrap text-ink-2">
                {fromWords(one)}
              </Td>
              <Td wide className="whitespace-nowrap text-ink-2">
                {last}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}

const rulesWords = (count: number) => (count === 0 ? "no rules" : count === 1 ? "1 rule" : `${count} rules`);

function fromWords({ deploymentsFrom }: Repository): string {
  if (deploymentsFrom.length === DEPLOYMENT_EVENTS.length) return "anything that deploys";
  if (deploymentsFrom.length === 0) return "nothing";
  return deploymentsFrom.map((event) => DEPLOYMENT_EVENT_WORDS[event].name.toLowerCase()).join(", ");
}
