"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";
import type { Person } from "@/domain/person/schema";
import { changedFields, checkPerson, draftOfPerson, PERSON_WORDS, personEditOf } from "./person-draft";
import { PERSON_FIELDS, PersonFields } from "./person-fields";

export type EditPersonProps = {
  workspace: string;
  person: Person;
  teams: readonly string[];
  /** Of the workspace. */
  today: string;
};

/** Sends what was changed against the version that was opened; a lost edit is shown both versions. */
export default function EditPersonDialog({
  workspace,
  person,
  teams,
  today,
  onClose,
}: EditPersonProps & { onClose: () => void }) {
  const router = useRouter();
  const [version] = useState(person.version);
  const merged = useMergedDraft(() => draftOfPerson(person, today), PERSON_WORDS);
  const { draft, opened, setDraft } = merged;
  const isUnchanged = changedFields(draft, opened).length === 0;
  return (
    <FormDialog<Person>
      title={`Edit ${person.name}`}
      action="Save"
      version={version}
      fields={PERSON_FIELDS}
      check={() => checkPerson(draft)}
      send={async (version) =>
        isUnchanged
          ? person
          : request<Person>(`/people/${person.id}`, {
              workspace,
              method: "PATCH",
              body: personEditOf(draft, opened),
              ifMatch: version,
            })
      }
      readStored={() => request<Person>(`/people/${person.id}`, { workspace })}
      merge={{
        ...merged,
        meet: (stored, change) => merged.meet(draftOfPerson(stored, today), change),
      }}
      onSaved={(saved) => {
        if (!isUnchanged) toast({ title: `${saved.name} saved`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => <PersonFields draft={draft} onChange={setDraft} errors={errors} teams={teams} />}
    </FormDialog>
  );
}
