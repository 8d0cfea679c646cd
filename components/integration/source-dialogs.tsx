"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { OLD_SECRET_HOURS } from "@/domain/integration/kinds";
import type { Integration, IntegrationWithSecret } from "@/domain/integration/schema";
import { switchSource } from "./switch-source";

type Props = { workspace: string; integration: Integration; onClose: () => void };

export function RenameDialog({ workspace, integration, onClose }: Props) {
  const router = useRouter();
  const [name, setName] = useState(integration.name);
  const path = `/integrations/${integration.id}`;
  return (
    <FormDialog<Integration>
      title="Rename the integration"
      action="Save"
      width={440}
      version={integration.version}
      fields={["name"]}
      check={() => (name.trim() === "" ? { name: "Give it a name." } : {})}
      send={(version) =>
        request<Integration>(path, {
          workspace,
          method: "PATCH",
          body: { name: name.trim() },
          ifMatch: version,
        })
      }
      readStored={() => request<Integration>(path, { workspace })}
      onSaved={(saved) => {
        toast({ title: `Called ${saved.name} now`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <Field label="Name" required error={errors.name}>
          <Input
            value={name}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
    </FormDialog>
  );
}

/** Off, it refuses what comes, and most senders give up on what is refused: a slip of the hand must not lose it. */
export function SwitchOffDialog({ workspace, integration, onClose }: Props) {
  const router = useRouter();
  return (
    <FormDialog<Integration>
      title={`Switch ${integration.name} off?`}
      action="Switch off"
      width={460}
      send={() => switchSource(workspace, integration, true)}
      onSaved={() => {
        toast({ title: `${integration.name} is off`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p>
          What the sender posts is refused with 410 until it is on again, and has to be sent again from there.
          What is stored stays.
        </p>
      )}
    </FormDialog>
  );
}

export function RotateDialog({ workspace, integration, onClose }: Props) {
  const router = useRouter();
  return (
    <FormDialog<IntegrationWithSecret>
      title="Make a new secret?"
      action="Make a new secret"
      width={480}
      send={() =>
        request<IntegrationWithSecret>(`/integrations/${integration.id}/secret`, {
          workspace,
          method: "POST",
          ifMatch: integration.version,
        })
      }
      onSaved={() => {
        toast({
          title: "There is a new secret",
          description: `Enter it at the sender within ${OLD_SECRET_HOURS} hours.`,
          tone: "good",
        });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p>
          The present secret is taken for {OLD_SECRET_HOURS} hours more, so that nothing is lost until the new
          one stands at the sender.
          {integration.oldSecretUntil === null
            ? null
            : " The one before it, which is still taken, is refused from now on."}
        </p>
      )}
    </FormDialog>
  );
}

export function RemoveDialog({ workspace, integration, onClose }: Props) {
  const router = useRouter();
  return (
    <FormDialog<void>
      title={`Remove ${integration.name}?`}
      action="Remove integration"
      width={460}
      isDanger
      send={() => request<void>(`/integrations/${integration.id}`, { workspace, method: "DELETE" })}
      onSaved={() => {
        toast({ title: `${integration.name} removed`, tone: "good" });
        router.push(`/${workspace}/settings/integrations`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p>
          Its address, its secret and its stored deliveries go, and what the sender posts is refused. The
          changes that it told of stay in the ledger.
        </p>
      )}
    </FormDialog>
  );
}
