"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Time, TimeAgo } from "@/components/ui/time";
import type { NewToken, Token } from "@/domain/token/schema";
import type { TokenAgent } from "./new-token-dialog";

const load = () => import("./token-dialogs");
const NewTokenDialog = lazy(async () => ({ default: (await load()).NewTokenDialog }));
const MadeTokenDialog = lazy(async () => ({ default: (await load()).MadeTokenDialog }));
const RevokeTokenDialog = lazy(async () => ({ default: (await load()).RevokeTokenDialog }));

type Open = { is: "new" } | { is: "made"; made: NewToken } | { is: "revoke"; token: Token } | null;

type TokensPanelProps = {
  id: string;
  title: string;
  description: string;
  empty: string;
  workspace: string;
  /** What "New token" makes; null where others' tokens are only looked after. */
  kind: Token["kind"] | null;
  tokens: readonly Token[];
  agents: readonly TokenAgent[];
  /** The server's clock and the workspace's zone, for the HTML. */
  now: string;
  zone: string;
};

/** Tokens of one kind: made, shown once, revoked. */
export function TokensPanel({
  id,
  title,
  description,
  empty,
  workspace,
  kind,
  tokens,
  agents,
  ...clock
}: TokensPanelProps) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Panel aria-labelledby={id}>
      <PanelHeader
        id={id}
        title={title}
        description={<span className="max-sm:hidden">{description}</span>}
        right={
          kind === null ? null : (
            <Button size="sm" onClick={() => setOpen({ is: "new" })} onPointerEnter={load} onFocus={load}>
              {kind === "personal" ? "New personal token" : "New service token"}
            </Button>
          )
        }
      />
      {tokens.length === 0 ? (
        <PanelBody>
          <EmptyState title="No tokens">{empty}</EmptyState>
        </PanelBody>
      ) : (
        <DataTable>
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <Th>Name</Th>
              <Th wide>May</Th>
              <Th wide>Last used</Th>
              <Th wide>Ends</Th>
              <Th wide num>
                Requests a minute
              </Th>
              <Th>
                <span className="sr-only">Revoke</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <Row
                key={token.id}
                token={token}
                {...clock}
                onRevoke={() => setOpen({ is: "revoke", token })}
              />
            ))}
          </tbody>
        </DataTable>
      )}
      <Suspense fallback={null}>
        {open?.is === "new" && kind !== null ? (
          <NewTokenDialog
            workspace={workspace}
            kind={kind}
            agents={agents}
            onMade={(made) => setOpen({ is: "made", made })}
            onClose={close}
          />
        ) : null}
        {open?.is === "made" ? <MadeTokenDialog made={open.made} onClose={close} /> : null}
        {open?.is === "revoke" ? (
          <RevokeTokenDialog workspace={workspace} token={open.token} onClose={close} />
        ) : null}
      </Suspense>
    </Panel>
  );
}

type RowProps = { token: Token; now: string; zone: string; onRevoke: () => void };

function Row({ token, now, zone, onRevoke }: RowProps) {
  const use =
    token.lastUsedAt === null ? (
      "never used"
    ) : (
      <>
        <TimeAgo at={token.lastUsedAt} now={now} zone={zone} />
        {token.lastUsedAddress ? <span className="text-ink-3"> from {token.lastUsedAddress}</span> : null}
      </>
    );
  return (
    <tr>
      <TitleCell className="py-1.5">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{token.name}</span>
          <code className="font-mono text-small text-ink-3">{token.prefix}…</code>
          {token.expired ? <Chip tone="bad">expired</Chip> : null}
        </span>
        <span className="block text-small text-ink-3 max-sm:hidden">
          {token.kind === "personal" && token.user
            ? `acts as ${token.user.name}, ${token.user.email}`
            : `made by ${token.createdBy}`}
          {token.agent === null ? null : `, for ${token.agent.name} alone`}
        </span>
        <SecondLine>
          {token.scopes.join(", ")} · {token.agent === null ? null : <>for {token.agent.name} alone · </>}
          {use} · <End token={token} zone={zone} />
        </SecondLine>
      </TitleCell>
      <Td wide className="whitespace-nowrap text-ink-2">
        {token.scopes.join(", ")}
      </Td>
      <Td wide className="text-ink-2">
        {use}
      </Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        <End token={token} zone={zone} />
      </Td>
      <Td wide num className="text-ink-2">
        {token.requestsPerMinute.toLocaleString("en")}
      </Td>
      <Td className="text-right">
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Revoke ${token.name}`}
          onClick={onRevoke}
          onFocus={load}
        >
          Revoke
        </Button>
      </Td>
    </tr>
  );
}

function End({ token, zone }: { token: Token; zone: string }) {
  if (token.expiresAt === null) return "never ends";
  return (
    <>
      {token.expired ? "ended " : ""}
      <Time at={token.expiresAt} zone={zone} format="date" />
    </>
  );
}
