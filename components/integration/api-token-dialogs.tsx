"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { apiAddressProblem, GITHUB_API } from "@/domain/integration/api-address";
import type { Integration } from "@/domain/integration/schema";

type Props = { workspace: string; integration: Integration; onClose: () => void };

export function ApiTokenDialog({ workspace, integration, onClose }: Props) {
  const router = useRouter();
  const [token, setToken] = useState("");
  const [address, setAddress] = useState(integration.apiUrl ?? "");
  const path = `/integrations/${integration.id}`;
  return (
    <FormDialog<Integration>
      title={integration.hasApiToken ? "Replace the API token" : "Enter an API token"}
      description="Faultline sets commit statuses with it, and does nothing else. It is stored sealed and never shown again."
      action="Save"
      width={520}
      version={integration.version}
      fields={["apiToken", "apiUrl"]}
      check={() => problemsOf(token, address)}
      send={(version) =>
        request<Integration>(path, {
          workspace,
          method: "PATCH",
          body: { apiToken: token.trim(), apiUrl: address.trim() === "" ? null : address.trim() },
          ifMatch: version,
        })
      }
      readStored={() => request<Integration>(path, { workspace })}
      onSaved={() => {
        toast({
          title: "Token stored",
          description: "What could not be said within the last day is said again.",
          tone: "good",
        });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field
            label="Token"
            required
            error={errors.apiToken}
            hint="A fine-grained token with “Commit statuses: read and write” for the repositories, or a classic one with repo:status."
          >
            <Input
              type="password"
              value={token}
              maxLength={500}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setToken(event.target.value)}
            />
          </Field>
          <Field
            label="Address of the API"
            optional
            error={errors.apiUrl}
            hint="Only for a GitHub Enterprise Server, such as https://github.example.com/api/v3."
          >
            <Input
              value={address}
              placeholder={GITHUB_API}
              maxLength={300}
              autoComplete="off"
              inputMode="url"
              spellCheck={false}
              onChange={(event) => setAddress(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

function problemsOf(token: string, address: string): Record<string, string> {
  const problem = address.trim() === "" ? null : apiAddressProblem(address.trim());
  return {
    ...(token.trim() === "" ? { apiToken: "Paste the token." } : {}),
    ...(problem === null ? {} : { apiUrl: problem }),
  };
}

export function RemoveApiTokenDialog({ workspace, integration, onClose }: Props) {
  const router = useRouter();
  return (
    <FormDialog<Integration>
      title="Remove the API token?"
      action="Remove token"
      width={460}
      isDanger
      send={() =>
        request<Integration>(`/integrations/${integration.id}`, {
          workspace,
          method: "PATCH",
          body: { apiToken: null },
          ifMatch: integration.version,
        })
      }
      onSaved={() => {
        toast({ title: "Token removed", tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p>
          GitHub is told nothing from now on. The statuses that stand there already stay as they are: where a
          branch requires faultline/sign-off, its requests wait for good.
        </p>
      )}
    </FormDialog>
  );
}
