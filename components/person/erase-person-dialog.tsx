"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { Person } from "@/domain/person/schema";

export type ErasePersonProps = { workspace: string; person: Pick<Person, "id" | "name" | "version"> };

/** Asks for the name to be typed: what is erased cannot be brought back. */
export default function ErasePersonDialog({
  workspace,
  person,
  onClose,
}: ErasePersonProps & { onClose: () => void }) {
  const router = useRouter();
  const [opened] = useState(person);
  const [typed, setTyped] = useState("");
  return (
    <FormDialog<Person>
      title={`Erase ${opened.name}`}
      action="Erase"
      isDanger
      version={opened.version}
      fields={["name"]}
      check={() =>
        typed.trim() === opened.name ? {} : { name: `Type ${opened.name} exactly as it stands above.` }
      }
      send={(version) =>
        request<Person>(`/people/${opened.id}/erasure`, { workspace, method: "POST", ifMatch: version })
      }
      onSaved={(erased) => {
        toast({ title: `Nobody here is called ${opened.name} now, but ${erased.name}`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <ul className="list-disc pl-4">
            <li>A pseudonym takes the place of name, address and logins, also in the audit trail.</li>
            <li>The account here and its tokens end at once.</li>
            <li>Incidents, levels and counts stay.</li>
            <li>Nobody can undo it, and backups made before still hold the name.</li>
          </ul>
          <Field label={`Type the name, ${opened.name}`} error={errors.name}>
            <Input
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
