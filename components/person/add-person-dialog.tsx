"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";
import type { Person } from "@/domain/person/schema";
import { checkPerson, emptyPerson, personInputOf } from "./person-draft";
import { PERSON_FIELDS, PersonFields } from "./person-fields";

export type AddPersonProps = { workspace: string; teams: readonly string[] };

export default function AddPersonDialog({
  workspace,
  teams,
  onClose,
}: AddPersonProps & { onClose: () => void }) {
  const router = useRouter();
  const [draft, setDraft] = useState(emptyPerson);
  return (
    <FormDialog<Person>
      title="Add a person"
      description="Somebody known so far only from changes or a usage report keeps both."
      action="Add person"
      fields={PERSON_FIELDS}
      check={() => checkPerson(draft)}
      send={() => request<Person>("/people", { workspace, method: "POST", body: personInputOf(draft) })}
      onSaved={(person) => {
        toast({ title: `${person.name} added`, tone: "good" });
        router.push(`/${workspace}/people/${person.id}`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => <PersonFields draft={draft} onChange={setDraft} errors={errors} teams={teams} isNew />}
    </FormDialog>
  );
}
