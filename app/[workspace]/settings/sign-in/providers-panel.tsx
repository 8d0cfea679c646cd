"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { IdentityProvider } from "@/domain/identity-provider/schema";

const load = () => import("./provider-dialog");
const ProviderDialog = lazy(load);

type Open = { kind: "add" } | { kind: "edit" | "remove"; provider: IdentityProvider } | null;

/** The identity providers through which the workspace's people sign in. */
export function ProvidersPanel({
  workspace,
  providers,
  teams,
}: {
  workspace: string;
  providers: readonly IdentityProvider[];
  teams: readonly string[];
}) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Panel aria-labelledby="providers">
      <PanelHeader
        id="providers"
        title="Identity providers"
        description={<span className="max-sm:hidden">OpenID Connect, for single sign-on</span>}
        right={
          <Button size="sm" onClick={() => setOpen({ kind: "add" })} onPointerEnter={load} onFocus={load}>
            Add provider
          </Button>
        }
      />
      {providers.length === 0 ? (
        <PanelBody>
          <EmptyState title="No identity provider yet">
            People sign in with a password. With your company's provider they sign in as they do elsewhere,
            and its groups can give them their roles.
          </EmptyState>
        </PanelBody>
      ) : (
        <ProvidersTable providers={providers} onOpen={setOpen} />
      )}
      {open?.kind === "add" || open?.kind === "edit" ? (
        <Suspense fallback={null}>
          <ProviderDialog
            workspace={workspace}
            provider={open.kind === "edit" ? open.provider : null}
            teams={teams}
            onSaved={() => router.refresh()}
            onClose={close}
          />
        </Suspense>
      ) : null}
      {open?.kind === "remove" ? (
        <RemoveDialog
          workspace={workspace}
          provider={open.provider}
          onRemoved={() => router.refresh()}
          onClose={close}
        />
      ) : null}
    </Panel>
  );
}

function ProvidersTable({
  providers,
  onOpen,
}: {
  providers: readonly IdentityProvider[];
  onOpen: (open: Open) => void;
}) {
  return (
    <DataTable>
      <caption className="sr-only">Identity providers</caption>
      <thead>
        <tr>
          <Th>Provider</Th>
          <Th wide>Issuer</Th>
          <Th wide>Groups</Th>
          <Th>State</Th>
          <Th>
            <span className="sr-only">Edit or remove</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {providers.map((provider) => (
          <tr key={provider.id}>
            <TitleCell className="!w-1/4">
              <span className="font-medium">{provider.name}</span>
              <SecondLine>
                <span className="break-all">{provider.issuer}</span>
              </SecondLine>
            </TitleCell>
            <Td wide className="break-all text-ink-2">
              {provider.issuer}
            </Td>
            <Td wide className="text-ink-2">
              {provider.groupRoles.length === 0 ? "none mapped" : `${provider.groupRoles.length} mapped`}
            </Td>
            <Td>{provider.enabled ? <Chip tone="good">On</Chip> : <Chip tone="mute">Off</Chip>}</Td>
            <Td className="whitespace-nowrap text-right">
              <Button
                size="sm"
                aria-label={`Edit ${provider.name}`}
                onClick={() => onOpen({ kind: "edit", provider })}
                onPointerEnter={load}
                onFocus={load}
              >
                Edit
              </Button>{" "}
              <Button
                size="sm"
                aria-label={`Remove ${provider.name}`}
                onClick={() => onOpen({ kind: "remove", provider })}
              >
                Remove
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function RemoveDialog({
  workspace,
  provider,
  onRemoved,
  onClose,
}: {
  workspace: string;
  provider: IdentityProvider;
  onRemoved: () => void;
  onClose: () => void;
}) {
  return (
    <FormDialog<void>
      title={`Remove ${provider.name}`}
      action="Remove provider"
      width={460}
      isDanger
      send={() => request<void>(`/identity-providers/${provider.id}`, { workspace, method: "DELETE" })}
      onSaved={() => {
        toast({ title: `${provider.name} removed`, tone: "good" });
        onRemoved();
      }}
      onClose={onClose}
    >
      {() => (
        <p>
          Everyone who signed in through it is signed out now, and loses the roles that its groups gave.
          Members stay members; those without a password cannot sign in until an admin helps them.
        </p>
      )}
    </FormDialog>
  );
}
