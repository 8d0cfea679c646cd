"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { INTEGRATION_KINDS, INTEGRATION_WORDS, type IntegrationKind } from "@/domain/integration/kinds";
import type { IntegrationWithSecret } from "@/domain/integration/schema";

const OPTIONS = INTEGRATION_KINDS.map((kind) => ({ value: kind, label: INTEGRATION_WORDS[kind] }));

/** A new source; the guide on its own page follows. */
export default function AddDialog({
  workspace,
  first,
  onClose,
}: {
  workspace: string;
  first: IntegrationKind;
  onClose: () => void;
}) {
  const router = useRouter();
  const [kind, setKind] = useState(first);
  const [name, setName] = useState("");
  const given = name.trim() || INTEGRATION_WORDS[kind];
  return (
    <FormDialog<IntegrationWithSecret>
      title="Add an integration"
      description="Makes an address to post to and the secret to sign with. What to enter where comes next."
      action="Add integration"
      width={480}
      fields={["kind", "name"]}
      send={() =>
        request<IntegrationWithSecret>("/integrations", {
          workspace,
          method: "POST",
          body: { kind, name: given },
        })
      }
      onSaved={({ integration }) => {
        toast({ title: `${integration.name} added`, tone: "good" });
        router.push(`/${workspace}/settings/integrations/${integration.id}`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" error={errors.name} hint="Which organization, instance or tool it is.">
            <Input
              value={name}
              placeholder={INTEGRATION_WORDS[kind]}
              maxLength={120}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label="Sender" error={errors.kind}>
            <Select
              value={kind}
              options={OPTIONS}
              onChange={(event) => {
                const chosen = INTEGRATION_KINDS.find((one) => one === event.target.value);
                if (chosen !== undefined) setKind(chosen);
              }}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
