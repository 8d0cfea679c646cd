"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import type { Problems } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Checkbox, Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { IdentityProvider } from "@/domain/identity-provider/schema";
import { DiscoveryCheck } from "./discovery-check";
import { GroupLines } from "./group-lines";
import {
  bodyOf,
  checkDraft,
  draftOf,
  EMPTY_DRAFT,
  PROVIDER_WORDS,
  type ProviderDraft,
} from "./provider-draft";

const FIELDS = ["name", "issuer", "clientId", "clientSecret", "scopes", "groupsClaim", "groupRoles"];

export default function ProviderDialog({
  workspace,
  provider,
  teams,
  onSaved,
  onClose,
}: {
  workspace: string;
  /** Null to add one. */
  provider: IdentityProvider | null;
  teams: readonly string[];
  onSaved: () => void;
  onClose: () => void;
}) {
  // The page may be read again below the dialog: what was opened is what counts.
  const [version] = useState(provider?.version);
  const merged = useMergedDraft(() => (provider === null ? EMPTY_DRAFT : draftOf(provider)), PROVIDER_WORDS);
  const { draft, opened, setDraft } = merged;
  const path = provider === null ? "/identity-providers" : `/identity-providers/${provider.id}`;
  return (
    <FormDialog<IdentityProvider>
      title={provider === null ? "Add an identity provider" : `Edit ${provider.name}`}
      action={provider === null ? "Add provider" : "Save"}
      width={680}
      version={version}
      fields={FIELDS}
      check={() => checkDraft(draft, provider)}
      send={(version) =>
        request<IdentityProvider>(path, {
          workspace,
          method: provider === null ? "POST" : "PATCH",
          body: bodyOf(draft, provider === null ? null : opened),
          ifMatch: version,
        })
      }
      readStored={() => request<IdentityProvider>(path, { workspace })}
      merge={{ ...merged, meet: (stored, change) => merged.meet(draftOf(stored), change) }}
      onSaved={(saved) => {
        toast({ title: `${saved.name} saved`, tone: "good" });
        onSaved();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <ProviderFields
          workspace={workspace}
          draft={draft}
          hasStoredSecret={provider?.hasClientSecret ?? false}
          teams={teams}
          errors={errors}
          onChange={(edit) => setDraft({ ...draft, ...edit })}
        />
      )}
    </FormDialog>
  );
}

function ProviderFields({
  workspace,
  draft,
  hasStoredSecret,
  teams,
  errors,
  onChange,
}: {
  workspace: string;
  draft: ProviderDraft;
  hasStoredSecret: boolean;
  teams: readonly string[];
  errors: Problems;
  onChange: (edit: Partial<ProviderDraft>) => void;
}) {
  const text = (name: "name" | "issuer" | "clientId" | "scopes" | "groupsClaim", maxLength: number) => (
    <Input
      value={draft[name]}
      maxLength={maxLength}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
  return (
    <>
      <Field label="Name" required error={errors.name} hint="Stands on the sign-in page's button.">
        {text("name", 80)}
      </Field>
      <Field
        label="Issuer"
        required
        error={errors.issuer}
        hint="Such as https://login.example.com/realms/acme."
      >
        {text("issuer", 500)}
      </Field>
      <DiscoveryCheck workspace={workspace} issuer={draft.issuer.trim()} hasClientSecret={!draft.isPublic} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Client id" required error={errors.clientId}>
          {text("clientId", 300)}
        </Field>
        <Field
          label="Client secret"
          required={!draft.isPublic && !hasStoredSecret}
          error={errors.clientSecret}
          hint={hasStoredSecret ? "One is stored and never shown; type to replace it." : undefined}
        >
          <Input
            type="password"
            value={draft.isPublic ? "" : draft.clientSecret}
            disabled={draft.isPublic}
            maxLength={2000}
            autoComplete="new-password"
            onChange={(event) => onChange({ clientSecret: event.target.value })}
          />
        </Field>
      </div>
      <Checkbox
        label="Public client, without a secret"
        checked={draft.isPublic}
        onChange={(event) => onChange({ isPublic: event.target.checked })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Scopes" error={errors.scopes} hint="Some providers send groups for a scope only.">
          {text("scopes", 500)}
        </Field>
        <Field label="Groups claim" error={errors.groupsClaim} hint="The claim that lists a person's groups.">
          {text("groupsClaim", 200)}
        </Field>
      </div>
      <GroupLines
        lines={draft.groups}
        teams={teams}
        error={errors.groupRoles}
        onChange={(groups) => onChange({ groups })}
      />
      <div className="flex flex-col">
        <Checkbox
          label="Makes a member of whoever it vouches for, at the first sign-in"
          checked={draft.createsMembers}
          onChange={(event) => onChange({ createsMembers: event.target.checked })}
        />
        <Checkbox
          label="In use; when switched off, its sessions end and its groups' roles go"
          checked={draft.enabled}
          onChange={(event) => onChange({ enabled: event.target.checked })}
        />
      </div>
    </>
  );
}
