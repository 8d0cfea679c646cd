"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";
import type { Service } from "@/domain/service/schema";
import {
  changedFields,
  checkService,
  draftOf,
  SERVICE_WORDS,
  type StoredService,
  serviceEditOf,
} from "./service-draft";
import { SERVICE_FIELDS, ServiceFields } from "./service-fields";

export type EditServiceProps = StoredService & {
  workspace: string;
  teams: readonly string[];
  today: string;
  workspaceObjective: string;
  /** The day from which it is tracked now. */
  trackedDay: string;
};

/** Sends what was changed against the version that was opened; a lost edit is shown both versions. */
export default function EditServiceDialog({ onClose, ...props }: EditServiceProps & { onClose: () => void }) {
  const router = useRouter();
  // The page may be read again below the dialog: what was opened is what counts.
  const [version] = useState(props.service.version);
  const merged = useMergedDraft(() => draftOf(props), SERVICE_WORDS);
  const { draft, opened, setDraft } = merged;
  const { slug } = props.service;
  const path = `/services/${encodeURIComponent(slug)}`;
  const isUnchanged = changedFields(draft, opened).length === 0;
  return (
    <FormDialog<Service>
      title={`Edit ${props.service.name}`}
      action="Save"
      version={version}
      fields={SERVICE_FIELDS}
      check={() => checkService(draft, false)}
      send={async (version) =>
        isUnchanged
          ? props.service
          : request<Service>(path, {
              workspace: props.workspace,
              method: "PATCH",
              body: serviceEditOf(draft, opened),
              ifMatch: version,
            })
      }
      readStored={() => request<Service>(path, { workspace: props.workspace })}
      merge={{
        ...merged,
        meet: (stored, change) => merged.meet(draftOf({ ...props, service: stored }), change),
      }}
      onSaved={(saved) => {
        if (!isUnchanged) toast({ title: `${saved.name} saved`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <ServiceFields
          draft={draft}
          onChange={setDraft}
          errors={errors}
          teams={props.teams}
          today={props.today}
          workspaceObjective={props.workspaceObjective}
          trackedHint={
            opened.trackedFrom === ""
              ? `Not stated: now from ${props.trackedDay}, further back once an earlier impact is logged.`
              : "Empty takes the statement back: an earlier impact then moves the start again."
          }
        />
      )}
    </FormDialog>
  );
}
