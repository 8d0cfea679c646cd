"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { TimeAgo } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { Identities } from "@/domain/identity-provider/schema";

/** The accounts at identity providers that sign one in to this account, and those one may connect. */
export function IdentitiesPanel({ identities, connectable, now }: Identities & { now: string }) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      const reason = error instanceof ApiError ? error.message : "Faultline did not answer. Try again.";
      toast({ title: "Not done", description: reason, tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  const connect = (providerId: string) =>
    run(async () => {
      const body = { providerId, returnTo: "/account" };
      const { location } = await request<{ location: string }>("/account/identities", {
        method: "POST",
        body,
        idempotencyKey: null,
      });
      window.location.assign(location);
    });
  const disconnect = (id: string, name: string) =>
    run(async () => {
      await request<void>(`/account/identities/${id}`, { method: "DELETE" });
      toast({ title: `${name} disconnected`, tone: "good" });
      router.refresh();
    });
  return (
    <Panel aria-labelledby="identities">
      <PanelHeader
        id="identities"
        title="Single sign-on"
        description={<span className="max-sm:hidden">accounts elsewhere that sign you in here</span>}
      />
      <PanelBody>
        {identities.length + connectable.length === 0 ? (
          <p className="text-ink-3">No workspace of yours has an identity provider.</p>
        ) : null}
        <ul className="flex flex-col gap-1">
          {identities.map(({ id, provider, connectedAt }) => (
            <Line key={id} name={provider.name} workspace={provider.workspace}>
              <span className="text-small text-ink-3">
                connected <TimeAgo at={connectedAt} now={now} />
              </span>
              <Button
                size="sm"
                disabled={isBusy}
                aria-label={`Disconnect ${provider.name}`}
                onClick={() => void disconnect(id, provider.name)}
              >
                Disconnect
              </Button>
            </Line>
          ))}
          {connectable.map(({ id, name, workspace }) => (
            <Line key={id} name={name} workspace={workspace}>
              <Button
                size="sm"
                disabled={isBusy}
                aria-label={`Connect ${name}`}
                onClick={() => void connect(id)}
              >
                Connect
              </Button>
            </Line>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}

function Line({ name, workspace, children }: { name: string; workspace: string; children: ReactNode }) {
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="min-w-0 font-medium">{name}</span>
      <span className="min-w-0 text-ink-2">{workspace}</span>
      <span className="ml-auto flex items-center gap-3">{children}</span>
    </li>
  );
}
