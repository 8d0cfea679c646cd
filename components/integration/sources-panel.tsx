"use client";

import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { Offers } from "@/components/settings/offers";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Time, TimeAgo } from "@/components/ui/time";
import { INTEGRATION_KINDS, INTEGRATION_WORDS, type IntegrationKind } from "@/domain/integration/kinds";
import type { Integration } from "@/domain/integration/schema";
import { OnChip } from "./status-chip";

const load = () => import("./add-dialog");
const AddDialog = lazy(load);

type Clock = { now: string; zone: string };

/** Where events come from: each source with its state at a glance. */
export function SourcesPanel({
  workspace,
  integrations,
  ...clock
}: { workspace: string; integrations: readonly Integration[] } & Clock) {
  const [adding, setAdding] = useState<IntegrationKind | null>(null);
  return (
    <Panel aria-labelledby="sources">
      <PanelHeader
        id="sources"
        title="Sources"
        description={<span className="max-sm:hidden">they sign what they send, and post it here</span>}
        right={
          integrations.length === 0 ? null : (
            <Button
              size="sm"
              variant="primary"
              onClick={() => setAdding("github")}
              onPointerEnter={load}
              onFocus={load}
            >
              Add integration
            </Button>
          )
        }
      />
      {integrations.length === 0 ? (
        <Offers
          title="Nothing is connected yet"
          why="Changes come into the ledger by themselves once the places where they happen post their events here."
          offers={OFFERS}
          onChoose={setAdding}
          load={load}
        />
      ) : (
        <SourcesTable workspace={workspace} integrations={integrations} {...clock} />
      )}
      {adding === null ? null : (
        <Suspense fallback={null}>
          <AddDialog workspace={workspace} first={adding} onClose={() => setAdding(null)} />
        </Suspense>
      )}
    </Panel>
  );
}

const OFFERS = INTEGRATION_KINDS.map((kind) => ({
  kind,
  name: INTEGRATION_WORDS[kind],
  what: {
    github: "Pull requests with their reviews and commits, deployments, releases and workflow runs.",
    gitlab: "Merge requests with their commits and approvals, deployments and releases.",
    cloudevents: "Deployments and whatever else your own tools tell of, config and flags included.",
  }[kind],
  action: `Set up ${kind === "cloudevents" ? "CDEvents" : INTEGRATION_WORDS[kind]}`,
}));

function SourcesTable({
  workspace,
  integrations,
  now,
  zone,
}: { workspace: string; integrations: readonly Integration[] } & Clock) {
  return (
    <DataTable>
      <caption className="sr-only">Sources</caption>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th wide>Sender</Th>
          <Th wide>Last delivery</Th>
          <Th wide num>
            Failed in 7 days
          </Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {integrations.map((one) => {
          const last =
            one.lastDeliveryAt === null ? (
              <span className="text-ink-3">nothing yet</span>
            ) : (
              <TimeAgo at={one.lastDeliveryAt} now={now} zone={zone} />
            );
          return (
            <tr key={one.id}>
              <TitleCell>
                <Link href={`/${workspace}/settings/integrations/${one.id}`}>{one.name}</Link>
                <SecondLine>
                  {INTEGRATION_WORDS[one.kind]} · {last}
                  {one.failedLately > 0 ? <span className="text-bad"> · {failedWords(one)}</span> : null}
                </SecondLine>
              </TitleCell>
              <Td wide className="whitespace-nowrap text-ink-2">
                {INTEGRATION_WORDS[one.kind]}
              </Td>
              <Td wide className="whitespace-nowrap text-ink-2">
                {last}
              </Td>
              <Td wide num>
                {one.failedLately === 0 ? (
                  <span className="text-ink-3">0</span>
                ) : (
                  <Link
                    className="link text-bad"
                    href={`/${workspace}/settings/integrations/${one.id}?status=failed`}
                  >
                    {one.failedLately.toLocaleString("en")}
                  </Link>
                )}
              </Td>
              <Td>
                <span className="flex flex-wrap gap-1.5">
                  <StateChips integration={one} zone={zone} />
                </span>
              </Td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}

const failedWords = ({ failedLately }: Integration) =>
  `${failedLately.toLocaleString("en")} failed in 7 days`;

function StateChips({ integration, zone }: { integration: Integration; zone: string }) {
  return (
    <>
      <OnChip integration={integration} />
      {integration.oldSecretUntil === null ? null : (
        <Chip tone="warn">
          old secret until <Time at={integration.oldSecretUntil} zone={zone} format="time" />
        </Chip>
      )}
    </>
  );
}
