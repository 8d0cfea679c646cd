"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { Repository } from "@/domain/repository/schema";

export default function AddDialog({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const router = useRouter();
  const [name, setName] = useState("");
  return (
    <FormDialog<Repository>
      title="Add a repository"
      description="One whose changes are heard of comes by itself; add it sooner to have its rules ready."
      action="Add repository"
      width={480}
      fields={["name"]}
      check={() => (name.trim() === "" ? { name: "Give its host and path, or its address." } : {})}
      send={() =>
        request<Repository>("/repositories", { workspace, method: "POST", body: { name: name.trim() } })
      }
      onSaved={(repository) => {
        toast({ title: `${repository.name} added`, tone: "good" });
        router.push(`/${workspace}/settings/repositories/${repository.id}`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <Field label="Repository" required error={errors.name} hint="Such as github.com/acme/shop.">
          <Input
            value={name}
            maxLength={300}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
    </FormDialog>
  );
}
