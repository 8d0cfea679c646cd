"use client";

import { useRouter } from "next/navigation";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";
import type { RegisteredAgent } from "@/domain/agent/schema";

export type DisableAgentProps = { workspace: string; agent: RegisteredAgent };

export default function DisableAgentDialog({
  workspace,
  agent,
  onClose,
}: DisableAgentProps & { onClose: () => void }) {
  const router = useRouter();
  const isOff = agent.disabledAt !== null;
  const path = `/agents/${encodeURIComponent(agent.slug)}`;
  return (
    <FormDialog<RegisteredAgent>
      title={isOff ? `Enable ${agent.name}?` : `Disable ${agent.name}?`}
      action={isOff ? "Enable" : "Disable"}
      width={460}
      isDanger={!isOff}
      version={agent.version}
      send={(version) =>
        request<RegisteredAgent>(path, {
          workspace,
          method: "PATCH",
          body: { disabled: !isOff },
          ifMatch: version,
        })
      }
      readStored={() => request<RegisteredAgent>(path, { workspace })}
      onSaved={(saved) => {
        toast({ title: `${saved.name} is ${isOff ? "enabled" : "disabled"}`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p>
          {isOff
            ? "It may do again what its permissions say."
            : "It may do nothing from now on, and every leave that it still has ends. What it is doing at this moment, only its credentials can stop."}
        </p>
      )}
    </FormDialog>
  );
}
