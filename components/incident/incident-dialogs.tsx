"use client";

import { useQuery } from "@tanstack/react-query";
import { servicesQuery } from "@/components/query/roster";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { Incident } from "@/domain/incident/schema";
import { DetailsDialog } from "./details-dialog";
import { ImpactDialog } from "./impact-dialog";
import { incidentApi } from "./incident-api";
import type { IncidentDialog } from "./incident-header";
import { NoteDialog } from "./note-dialog";
import { ReviseDialog } from "./revise-dialog";
import { TimesDialog } from "./times-dialog";
import { TransitionDialog } from "./transition-dialog";

/** The dialogs of the incident page, in one chunk that the page loads after itself. */
export default function IncidentDialogs({
  dialog,
  workspace,
  incident,
  links,
  zone,
  onSaved,
  onClose,
}: {
  dialog: IncidentDialog;
  workspace: string;
  incident: Incident;
  links: readonly IncidentChange[];
  /** The viewer's. */
  zone: string;
  onSaved: (incident: Incident) => void;
  onClose: () => void;
}) {
  const services = useQuery({
    ...servicesQuery(workspace),
    enabled: dialog.kind === "impact",
    refetchOnMount: "always",
  });
  const shared = { incident, api: incidentApi(workspace, incident.number), zone, onSaved, onClose };
  switch (dialog.kind) {
    case "note":
      return <NoteDialog {...shared} />;
    case "times":
      return <TimesDialog {...shared} />;
    case "revise":
      return <ReviseDialog {...shared} links={links} offered={dialog.offered ?? null} />;
    case "details":
      return <DetailsDialog {...shared} />;
    case "step":
      return <TransitionDialog {...shared} transition={dialog.transition} />;
    case "impact":
      return (
        <ImpactDialog
          {...shared}
          impact={incident.impacts.find((impact) => impact.id === dialog.impactId) ?? null}
          services={services.data ?? []}
        />
      );
  }
}
