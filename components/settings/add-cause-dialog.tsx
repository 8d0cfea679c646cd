"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { slugOf } from "@/components/form/numbers";
import type { Problems } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";

type Added = { kind: string; name: string };

export default function AddCauseDialog({
  workspace,
  onSaved,
  onClose,
}: {
  workspace: string;
  onSaved: () => void;
  onClose: () => void;
}) {
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const check = (): Problems => ({
    ...(slugOf(name) === "" ? { name: "Give the cause a name with letters or digits." } : {}),
    ...(code.trim() !== "" && !/^[A-Za-z0-9]{2}$/.test(code.trim())
      ? { code: "A code is two letters or digits." }
      : {}),
  });
  return (
    <FormDialog<Added>
      title="Add a cause"
      description="It cannot be taken away again: incidents may name it."
      action="Add cause"
      width={460}
      // The kind is made from the name, so that is where its refusal belongs.
      fields={["name", "code", "kind"]}
      check={check}
      send={() =>
        request<Added>("/causes", {
          workspace,
          method: "POST",
          body: { name: name.trim(), ...(code.trim() === "" ? {} : { code: code.trim() }) },
        })
      }
      onSaved={(added) => {
        toast({ title: `${added.name} added`, tone: "good" });
        onSaved();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" required error={errors.name ?? errors.kind}>
            <Input
              value={name}
              maxLength={80}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label="Code" optional error={errors.code} hint="Two letters beside its bars in charts.">
            <Input
              value={code}
              maxLength={2}
              placeholder={slugOf(name).replaceAll("-", "").slice(0, 2).toUpperCase()}
              autoComplete="off"
              className="!w-20"
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
