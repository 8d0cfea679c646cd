import Link from "next/link";
import { Chip, type ChipTone } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { TimeAgo } from "@/components/ui/time";
import type { CommitState, PostStatus } from "@/domain/commit-status/status";
import { GITHUB_API } from "@/domain/integration/api-address";
import type { CommitStatus, Integration } from "@/domain/integration/schema";
import { ApiTokenButtons } from "./api-token-buttons";

const SAID: Record<CommitState, { word: string; tone: ChipTone }> = {
  success: { word: "Success", tone: "good" },
  pending: { word: "Pending", tone: "warn" },
  failure: { word: "Failure", tone: "bad" },
  error: { word: "Error", tone: "bad" },
};

const GOT: Record<PostStatus, { word: string; tone: ChipTone }> = {
  waiting: { word: "Waiting", tone: "warn" },
  sent: { word: "Sent", tone: "good" },
  failed: { word: "Not sent", tone: "bad" },
};

/** What GitHub is told of sign-offs, and whether it got there; the token for it is entered here. */
export function CommitStatusesPanel({
  workspace,
  integration,
  statuses,
  zone,
  now,
}: {
  workspace: string;
  integration: Integration;
  statuses: readonly CommitStatus[];
  zone: string;
  now: string;
}) {
  const { hasApiToken, apiUrl } = integration;
  return (
    <Panel aria-labelledby="commit-statuses">
      <PanelHeader
        id="commit-statuses"
        title="Commit statuses"
        description={hasApiToken ? `Said to ${apiUrl ?? GITHUB_API}` : undefined}
        right={<ApiTokenButtons workspace={workspace} integration={integration} />}
      />
      {statuses.length > 0 ? (
        <DataTable>
          <caption className="sr-only">Commit statuses, newest first</caption>
          <thead>
            <tr>
              <Th>Commit</Th>
              <Th>Says</Th>
              <Th>Got there</Th>
              <Th wide>When</Th>
            </tr>
          </thead>
          <tbody>
            {statuses.map((status) => (
              <StatusRow key={status.id} status={status} zone={zone} now={now} />
            ))}
          </tbody>
        </DataTable>
      ) : (
        <PanelBody>
          <EmptyState title={hasApiToken ? "Nothing to say yet" : "GitHub is told nothing yet"}>
            {hasApiToken
              ? "As soon as a rule asks for a sign-off of a pull request, its head gets the status faultline/sign-off."
              : "With a token of GitHub's API, each pull request shows whether its sign-off is there, and what is missing. The token needs “Commit statuses: read and write” for the repositories, and nothing else."}
          </EmptyState>
        </PanelBody>
      )}
    </Panel>
  );
}

function StatusRow({ status, zone, now }: { status: CommitStatus; zone: string; now: string }) {
  const [said, got] = [SAID[status.state], GOT[status.status]];
  const when = <TimeAgo at={status.sentAt ?? status.updatedAt} now={now} zone={zone} />;
  const place = `${status.repository.split("/").slice(1).join("/")} ${status.revision.slice(0, 7)}`;
  return (
    <tr className="[&>td]:align-top [&>td]:py-2">
      <TitleCell className="sm:!w-[52%]">
        {status.path === null ? (
          <span className="font-mono !text-[0.92em]">{place}</span>
        ) : (
          <Link href={status.path} className="font-mono !text-[0.92em]">
            {place}
          </Link>
        )}
        <span className="mt-0.5 block text-small whitespace-normal text-ink-2">{status.description}</span>
        {status.lastError === null ? null : (
          <span className="mt-0.5 block text-small whitespace-normal text-bad">{status.lastError}</span>
        )}
        <SecondLine>{when}</SecondLine>
      </TitleCell>
      <Td>
        <Chip tone={said.tone}>{said.word}</Chip>
      </Td>
      <Td>
        <Chip tone={got.tone}>{got.word}</Chip>
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        {when}
      </Td>
    </tr>
  );
}
