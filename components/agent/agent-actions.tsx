"use client";

import { Plus } from "lucide-react";
import { lazy } from "react";
import { useAbilities } from "@/components/access/abilities";
import { AddLabel, DialogButton } from "@/components/form/dialog-button";
import type { AddAgentProps } from "./add-agent-dialog";
import type { DisableAgentProps } from "./disable-agent-dialog";
import type { EditAgentProps } from "./edit-agent-dialog";

const loadAdd = () => import("./add-agent-dialog");
const AddAgentDialog = lazy(loadAdd);
const loadEdit = () => import("./edit-agent-dialog");
const EditAgentDialog = lazy(loadEdit);
const loadDisable = () => import("./disable-agent-dialog");
const DisableAgentDialog = lazy(loadDisable);

export function AddAgent(props: AddAgentProps) {
  if (!useAbilities().keepAgents) return null;
  return (
    <DialogButton
      shortcut="n"
      does="Add an agent"
      load={loadAdd}
      dialog={(close) => <AddAgentDialog {...props} onClose={close} />}
    >
      <AddLabel icon={<Plus size={14} strokeWidth={1.8} aria-hidden="true" />} noun="agent" />
    </DialogButton>
  );
}

export function EditAgent(props: EditAgentProps) {
  if (!useAbilities().keepAgents) return null;
  return (
    <DialogButton
      shortcut="e"
      does="Edit this agent"
      load={loadEdit}
      dialog={(close) => <EditAgentDialog {...props} onClose={close} />}
    >
      Edit
    </DialogButton>
  );
}

export function DisableAgent(props: DisableAgentProps) {
  if (!useAbilities().keepAgents) return null;
  return (
    <DialogButton
      shortcut="d"
      does="Disable or enable this agent"
      isQuiet
      load={loadDisable}
      dialog={(close) => <DisableAgentDialog {...props} onClose={close} />}
    >
      {props.agent.disabledAt === null ? "Disable" : "Enable"}
    </DialogButton>
  );
}
