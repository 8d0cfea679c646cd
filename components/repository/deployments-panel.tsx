"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Checkbox, Field, Input } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { toast } from "@/components/ui/toast";
import { DEPLOYMENT_EVENT_WORDS, DEPLOYMENT_EVENTS, type DeploymentEvent } from "@/domain/repository/kinds";
import type { Repository } from "@/domain/repository/schema";

/** What counts as a deployment of the repository, and which branch it is deployed from. */
export function DeploymentsPanel({
  workspace,
  repository,
  canEdit,
}: {
  workspace: string;
  repository: Repository;
  canEdit: boolean;
}) {
  const router = useRouter();
  const [from, setFrom] = useState<readonly DeploymentEvent[]>(repository.deploymentsFrom);
  const [pattern, setPattern] = useState(repository.workflowPattern ?? "");
  const [branch, setBranch] = useState(repository.defaultBranch ?? "");
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [isSending, setSending] = useState(false);
  const save = async () => {
    setSending(true);
    setProblem(null);
    try {
      await request<Repository>(`/repositories/${repository.id}`, {
        workspace,
        method: "PATCH",
        body: {
          deploymentsFrom: from,
          workflowPattern: pattern.trim() || null,
          defaultBranch: branch.trim() || null,
        },
        ifMatch: repository.version,
      });
      toast({ title: "Saved", description: "What comes from now on is read so.", tone: "good" });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    } finally {
      setSending(false);
    }
    router.refresh();
  };
  return (
    <Panel aria-labelledby="deployments">
      <PanelHeader id="deployments" title="What is a deployment" />
      <PanelBody>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!isSending) void save();
          }}
        >
          <fieldset disabled={!canEdit} aria-label="What is a deployment" className="flex flex-col gap-3">
            <div className="flex flex-col gap-1.5">
              {DEPLOYMENT_EVENTS.map((event) => (
                <div key={event}>
                  <Checkbox
                    label={DEPLOYMENT_EVENT_WORDS[event].name}
                    checked={from.includes(event)}
                    onChange={({ target }) =>
                      setFrom(target.checked ? [...from, event] : from.filter((one) => one !== event))
                    }
                  />
                  <p className="pl-[22px] text-small text-ink-3">{DEPLOYMENT_EVENT_WORDS[event].hint}</p>
                </div>
              ))}
            </div>
            <Field
              label="Workflows that deploy"
              optional
              hint="Words of which one stands in the workflow's name, divided by commas; * stands for any text. Left empty: deploy, release, rollout, publish."
            >
              <Input
                value={pattern}
                disabled={!from.includes("workflows")}
                placeholder="ship to *, cd production"
                maxLength={300}
                autoComplete="off"
                onChange={(event) => setPattern(event.target.value)}
              />
            </Field>
            <Field
              label="Default branch"
              optional
              hint="A push to it is a change. Left empty, the one that the host names."
            >
              <Input
                value={branch}
                placeholder="main"
                maxLength={300}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setBranch(event.target.value)}
              />
            </Field>
            {problem ? (
              <p role="alert" className="text-bad">
                {problem.message}
              </p>
            ) : null}
            {canEdit ? (
              <div>
                <Button type="submit" aria-disabled={isSending || undefined}>
                  {isSending ? "Saving" : "Save"}
                </Button>
              </div>
            ) : null}
          </fieldset>
        </form>
      </PanelBody>
    </Panel>
  );
}
