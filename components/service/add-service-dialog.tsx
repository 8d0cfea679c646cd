"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";
import type { Service } from "@/domain/service/schema";
import { checkService, EMPTY_SERVICE, serviceInputOf } from "./service-draft";
import { SERVICE_FIELDS, ServiceFields } from "./service-fields";

export type AddServiceProps = {
  workspace: string;
  teams: readonly string[];
  today: string;
  workspaceObjective: string;
};

/** A name is enough; the new service's page opens, where its dependencies are named. */
export default function AddServiceDialog({ onClose, ...props }: AddServiceProps & { onClose: () => void }) {
  const router = useRouter();
  const [draft, setDraft] = useState(EMPTY_SERVICE);
  return (
    <FormDialog<Service>
      title="Add a service"
      action="Add service"
      fields={SERVICE_FIELDS}
      check={() => checkService(draft, true)}
      send={() =>
        request<Service>("/services", {
          workspace: props.workspace,
          method: "POST",
          body: serviceInputOf(draft),
        })
      }
      onSaved={(service) => {
        toast({ title: `${service.name} added`, tone: "good" });
        router.push(`/${props.workspace}/services/${service.slug}`);
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
          isNew
          trackedHint="Empty tracks it from today, and further back once an earlier impact is logged."
        />
      )}
    </FormDialog>
  );
}
