"use client";

import { Plus } from "lucide-react";
import { lazy } from "react";
import { useAbilities } from "@/components/access/abilities";
import { AddLabel, DialogButton } from "@/components/form/dialog-button";
import type { AddServiceProps } from "./add-service-dialog";
import type { DependenciesProps } from "./dependencies-dialog";
import type { EditServiceProps } from "./edit-service-dialog";

const loadAdd = () => import("./add-service-dialog");
const AddServiceDialog = lazy(loadAdd);
const loadEdit = () => import("./edit-service-dialog");
const EditServiceDialog = lazy(loadEdit);
const loadDependencies = () => import("./dependencies-dialog");
const DependenciesDialog = lazy(loadDependencies);

export function AddService({ isPrimary, ...props }: AddServiceProps & { isPrimary?: boolean }) {
  if (!useAbilities().keepServices) return null;
  return (
    <DialogButton
      shortcut="n"
      does="Add a service"
      load={loadAdd}
      isPrimary={isPrimary}
      dialog={(close) => <AddServiceDialog {...props} onClose={close} />}
    >
      <AddLabel icon={<Plus size={14} strokeWidth={1.8} aria-hidden="true" />} noun="service" />
    </DialogButton>
  );
}

export function EditService(props: EditServiceProps) {
  if (!useAbilities().keepServices) return null;
  return (
    <DialogButton
      shortcut="e"
      does="Edit this service"
      load={loadEdit}
      dialog={(close) => <EditServiceDialog {...props} onClose={close} />}
    >
      Edit
    </DialogButton>
  );
}

export function EditDependencies(props: DependenciesProps) {
  if (!useAbilities().keepServices) return null;
  return (
    <DialogButton
      shortcut="d"
      does="Edit what this service depends on"
      label="Edit what it depends on"
      size="sm"
      isQuiet
      load={loadDependencies}
      dialog={(close) => <DependenciesDialog {...props} onClose={close} />}
    >
      Edit
    </DialogButton>
  );
}
