"use client";

import { Plus } from "lucide-react";
import { lazy, useState } from "react";
import { useAbilities } from "@/components/access/abilities";
import { AddLabel, DialogButton } from "@/components/form/dialog-button";
import { Button } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { Absence } from "@/domain/absence/schema";
import type { Day } from "@/domain/calendar/day";
import { dayWords, numberWords } from "@/domain/overview/words";
import type { AbsenceChoices } from "./absence-dialogs";

const load = () => import("./absence-dialogs");
const AddAbsenceDialog = lazy(() => load().then((module) => ({ default: module.AddAbsenceDialog })));
const RemoveAbsenceDialog = lazy(() => load().then((module) => ({ default: module.RemoveAbsenceDialog })));

const SHOWN = 12;

/** Who is away, now and later: said by themselves, or by those who keep the roster. */
export function AbsencesPanel({
  workspace,
  absences,
  today,
  personId,
  people,
}: AbsenceChoices & { workspace: string; absences: readonly Absence[]; today: Day }) {
  const { keepRoster } = useAbilities();
  const [removing, setRemoving] = useState<Absence | null>(null);
  const mayKeep = ({ person }: Absence) => keepRoster || person.id === personId;
  const now = absences.filter(({ fromDay }) => fromDay <= today).length;
  return (
    <Panel aria-labelledby="absences" className="pb-1">
      <PanelHeader
        id="absences"
        title="Away"
        description={`${numberWords(now)} now, ${numberWords(absences.length - now)} later`}
        right={
          keepRoster || personId !== null ? (
            <DialogButton
              shortcut="n"
              does="Say when somebody is away"
              load={load}
              dialog={(close) => (
                <AddAbsenceDialog {...{ workspace, personId, people, today }} onClose={close} />
              )}
            >
              <AddLabel icon={<Plus size={14} strokeWidth={1.8} aria-hidden="true" />} noun="absence" />
            </DialogButton>
          ) : null
        }
      />
      {absences.length === 0 ? (
        <PanelBody>
          <p className="text-ink-2">
            Nobody is known to be away. Whoever is does not count among those who can sign.
          </p>
        </PanelBody>
      ) : (
        <DataTable tight>
          <thead>
            <tr>
              <Th>Person</Th>
              <Th wide>From</Th>
              <Th wide>To</Th>
              <Th wide>Note</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {absences.slice(0, SHOWN).map((one) => (
              <tr key={one.id}>
                <Td className="max-sm:py-2">
                  {one.person.name} {one.generated ? <GeneratedTag /> : null}
                  <SecondLine>
                    {dayWords(one.fromDay, true)} – {lastDay(one)}
                    {one.note === null ? null : <span className="block">{one.note}</span>}
                  </SecondLine>
                </Td>
                <Td wide className="whitespace-nowrap">
                  {dayWords(one.fromDay, true)}
                </Td>
                <Td wide className="whitespace-nowrap">
                  {lastDay(one)}
                </Td>
                <Td wide>{one.note ?? <span className="text-ink-3">–</span>}</Td>
                <Td num>
                  {mayKeep(one) ? (
                    <Button size="sm" variant="ghost" onClick={() => setRemoving(one)}>
                      Remove
                    </Button>
                  ) : null}
                </Td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      {absences.length > SHOWN ? (
        <p className="px-4 pt-2 pb-2 text-small text-ink-3 max-sm:px-3">
          The first {SHOWN} of {numberWords(absences.length)}; the API lists all.
        </p>
      ) : null}
      {removing === null ? null : (
        <RemoveAbsenceDialog workspace={workspace} absence={removing} onClose={() => setRemoving(null)} />
      )}
    </Panel>
  );
}

const lastDay = ({ toDay }: Absence) => (toDay === null ? "not known" : dayWords(toDay, true));
