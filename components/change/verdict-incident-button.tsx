"use client";

import { lazy } from "react";
import { IfMay } from "@/components/access/abilities";
import { DialogButton } from "@/components/form/dialog-button";
import type { Change } from "@/domain/change/schema";

const load = () => import("./verdict-incident-dialog");
const VerdictIncidentDialog = lazy(load);

/** For whoever may write about incidents; which incident it is decides again. */
export function VerdictIncidentButton({ change, workspace }: { change: Change; workspace: string }) {
  return (
    <IfMay ability="writeAbout">
      <DialogButton
        shortcut="i"
        does="Link to an incident"
        load={load}
        size="sm"
        isQuiet
        dialog={(close) => <VerdictIncidentDialog change={change} workspace={workspace} onClose={close} />}
      >
        Link to an incident
      </DialogButton>
    </IfMay>
  );
}
