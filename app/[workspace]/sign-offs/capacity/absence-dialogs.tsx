"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import type { Problems } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Field, Input, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { Absence } from "@/domain/absence/schema";
import type { Day } from "@/domain/calendar/day";

export interface AbsenceChoices {
  /** The viewer's own person; null for a user who is nobody on the roster. */
  personId: string | null;
  /** Whom the viewer may say it of; empty for all who do not keep the roster. */
  people: readonly { id: string; name: string }[];
}

type AddProps = AbsenceChoices & { workspace: string; today: Day; onClose: () => void };

export function AddAbsenceDialog({ workspace, personId, people, today, onClose }: AddProps) {
  const router = useRouter();
  const [draft, setDraft] = useState({ personId: personId ?? "", fromDay: today, toDay: "", note: "" });
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const check = (): Problems => ({
    ...(draft.personId === "" ? { personId: "Choose who is away." } : {}),
    ...(draft.fromDay === "" ? { fromDay: "Give the first day." } : {}),
    ...(draft.toDay !== "" && draft.toDay < draft.fromDay
      ? { toDay: "The last day is before the first." }
      : {}),
  });
  return (
    <FormDialog<Absence>
      title="Away"
      description="Days on which somebody cannot sign. Why is shown to them and to those who keep the roster."
      action="Save"
      width={440}
      fields={["personId", "fromDay", "toDay", "note"]}
      check={check}
      send={() =>
        request<Absence>("/absences", {
          workspace,
          method: "POST",
          body: {
            personId: draft.personId,
            fromDay: draft.fromDay,
            toDay: draft.toDay === "" ? null : draft.toDay,
            note: draft.note.trim() === "" ? null : draft.note,
          },
        })
      }
      onSaved={({ person }) => {
        toast({ title: `${person.name} is noted as away`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {people.length === 0 ? null : (
            <Field label="Who" required error={errors.personId}>
              <Select
                value={draft.personId}
                placeholder="Choose a person"
                onChange={(event) => set({ personId: event.target.value })}
                options={people.map(({ id, name }) => ({ value: id, label: name }))}
              />
            </Field>
          )}
          <Field label="First day" required error={errors.fromDay}>
            <Input
              type="date"
              value={draft.fromDay}
              onChange={(event) => set({ fromDay: event.target.value })}
            />
          </Field>
          <Field label="Last day" optional hint="Empty where it is not known." error={errors.toDay}>
            <Input type="date" value={draft.toDay} onChange={(event) => set({ toDay: event.target.value })} />
          </Field>
          <Field label="Note" optional error={errors.note}>
            <Input
              value={draft.note}
              maxLength={300}
              autoComplete="off"
              onChange={(event) => set({ note: event.target.value })}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

export function RemoveAbsenceDialog({
  workspace,
  absence,
  onClose,
}: {
  workspace: string;
  absence: Absence;
  onClose: () => void;
}) {
  const router = useRouter();
  return (
    <FormDialog<void>
      title={`${absence.person.name} is not away?`}
      action="Remove"
      isDanger
      width={440}
      send={() => request<void>(`/absences/${absence.id}`, { workspace, method: "DELETE" })}
      onSaved={() => {
        toast({ title: "The absence is removed" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => <p className="text-ink-2">They count among those who can sign again.</p>}
    </FormDialog>
  );
}
