"use client";

import { Plus } from "lucide-react";
import { lazy } from "react";
import { useAbilities } from "@/components/access/abilities";
import { AddLabel, DialogButton } from "@/components/form/dialog-button";
import type { AddPersonProps } from "./add-person-dialog";
import type { EditPersonProps } from "./edit-person-dialog";

const loadAdd = () => import("./add-person-dialog");
const AddPersonDialog = lazy(loadAdd);
const loadEdit = () => import("./edit-person-dialog");
const EditPersonDialog = lazy(loadEdit);

export function AddPerson(props: AddPersonProps) {
  if (!useAbilities().keepRoster) return null;
  return (
    <DialogButton
      shortcut="n"
      does="Add a person"
      load={loadAdd}
      dialog={(close) => <AddPersonDialog {...props} onClose={close} />}
    >
      <AddLabel icon={<Plus size={14} strokeWidth={1.8} aria-hidden="true" />} noun="person" />
    </DialogButton>
  );
}

export function EditPerson(props: EditPersonProps) {
  if (!useAbilities().keepRoster) return null;
  return (
    <DialogButton
      shortcut="e"
      does="Edit this person"
      load={loadEdit}
      dialog={(close) => <EditPersonDialog {...props} onClose={close} />}
    >
      Edit
    </DialogButton>
  );
}
