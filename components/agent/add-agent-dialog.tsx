"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";
import type { RegisteredAgent } from "@/domain/agent/schema";
import { AGENT_FIELDS, agentInputOf, checkAgent, firstDraft } from "./agent-draft";
import { AgentFields } from "./agent-fields";

export type AddAgentProps = { workspace: string; teams: readonly string[] };

export default function AddAgentDialog({
  workspace,
  teams,
  onClose,
}: AddAgentProps & { onClose: () => void }) {
  const router = useRouter();
  const [draft, setDraft] = useState(firstDraft);
  return (
    <FormDialog<RegisteredAgent>
      title="Add an agent"
      description="From then on it may do what its permissions say, and has to ask before it acts."
      action="Add agent"
      width={720}
      fields={AGENT_FIELDS}
      check={() => checkAgent(draft)}
      send={() =>
        request<RegisteredAgent>("/agents", { workspace, method: "POST", body: agentInputOf(draft) })
      }
      onSaved={(saved) => {
        toast({ title: `${saved.name} is in the register`, tone: "good" });
        router.push(`/${workspace}/agents/${saved.slug}`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => <AgentFields draft={draft} onChange={setDraft} errors={errors} teams={teams} isNew />}
    </FormDialog>
  );
}
