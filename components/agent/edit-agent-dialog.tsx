"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";
import type { RegisteredAgent } from "@/domain/agent/schema";
import { AGENT_FIELDS, AGENT_WORDS, agentEditOf, checkAgent, draftOf } from "./agent-draft";
import { AgentFields } from "./agent-fields";

export type EditAgentProps = { workspace: string; teams: readonly string[]; agent: RegisteredAgent };

/** Sends what was changed against the version that was opened; a lost edit is shown both versions. */
export default function EditAgentDialog({
  workspace,
  teams,
  agent,
  onClose,
}: EditAgentProps & { onClose: () => void }) {
  const router = useRouter();
  // The page may be read again below the dialog: what was opened is what counts.
  const [version] = useState(agent.version);
  const merged = useMergedDraft(() => draftOf(agent), AGENT_WORDS);
  const { draft, opened, setDraft } = merged;
  const path = `/agents/${encodeURIComponent(agent.slug)}`;
  return (
    <FormDialog<RegisteredAgent>
      title={`Edit ${agent.name}`}
      description="Leave that it would not get any more ends at once."
      action="Save"
      width={720}
      version={version}
      fields={AGENT_FIELDS}
      check={() => checkAgent(draft)}
      send={(version) =>
        request<RegisteredAgent>(path, {
          workspace,
          method: "PATCH",
          body: agentEditOf(draft, opened),
          ifMatch: version,
        })
      }
      readStored={() => request<RegisteredAgent>(path, { workspace })}
      merge={{ ...merged, meet: (stored, change) => merged.meet(draftOf(stored), change) }}
      onSaved={(saved) => {
        toast({ title: `${saved.name} saved`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => <AgentFields draft={draft} onChange={setDraft} errors={errors} teams={teams} />}
    </FormDialog>
  );
}
