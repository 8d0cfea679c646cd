import type { ChangeInput } from "@/domain/change/schema";
import { asOfOutcome, environmentIn, isDeployingWorkflow, outcomeOf } from "./deployment";
import { facts, ignored, type Reading, type RepositorySettings } from "./facts";
import {
  type DeploymentPayload,
  deploymentPayload,
  deploymentStatusPayload,
  releasePayload,
  repositoryOf,
  type repositoryPayload,
  type WorkflowRunPayload,
  workflowRunPayload,
} from "./github-payload";
import { clip, isoOf, readAs, webAddress } from "./payload";

const NOT_CHOSEN = (what: string) =>
  ignored(`${what} are not taken for deployments of this repository (Settings, Repositories).`);

export function readDeployment(payload: unknown, settings: RepositorySettings): Reading {
  return readAs(deploymentPayload, payload, ({ deployment, repository }) => {
    if (!settings.deploymentsFrom.includes("deployments")) return NOT_CHOSEN("Deployments");
    const change = deploymentChange(deployment, repository);
    return facts({
      repository: repositoryOf(repository),
      changes: [{ ...change, asOf: new Date(deployment.created_at).toISOString() }],
    });
  });
}

export function readDeploymentStatus(payload: unknown, settings: RepositorySettings): Reading {
  return readAs(deploymentStatusPayload, payload, ({ deployment, deployment_status, repository }) => {
    if (!settings.deploymentsFrom.includes("deployments")) return NOT_CHOSEN("Deployments");
    const outcome = outcomeOf(deployment_status.state);
    const change = deploymentChange(deployment, repository);
    // It was replaced or taken away later; that it was there stays true.
    if (outcome === null) {
      return ignored(`The status ${deployment_status.state.slice(0, 40)} is no outcome of a deployment.`);
    }
    const atMs = deployment_status.created_at;
    const { environment_url, log_url, target_url } = deployment_status;
    const url = webAddress(environment_url) ?? webAddress(log_url) ?? webAddress(target_url);
    return facts({
      repository: repositoryOf(repository),
      changes: [
        {
          ...change,
          outcome,
          ...(url === null ? {} : { url }),
          ...(outcome === "succeeded" ? { deployedAt: isoOf(atMs) } : {}),
          asOf: asOfOutcome(outcome, atMs),
        },
      ],
    });
  });
}

function deploymentChange(
  deployment: DeploymentPayload,
  repository: typeof repositoryPayload._output,
): ChangeInput {
  const { id, sha, ref, environment, description, creator, created_at } = deployment;
  const { name } = repositoryOf(repository);
  const where = clip(environment, 120) ?? "production";
  return {
    kind: "deployment",
    title: clip(description, 500) ?? `Deploy ${clip(ref, 100) ?? sha.slice(0, 12)} to ${where}`,
    source: name,
    externalId: `deployment:${id}`,
    repository: name,
    revision: sha,
    environment: where,
    ...authorOf(creator),
    authoredAt: isoOf(created_at),
  };
}

export function readRelease(payload: unknown, settings: RepositorySettings): Reading {
  return readAs(releasePayload, payload, ({ action, release, repository }) => {
    if (!settings.deploymentsFrom.includes("releases")) return NOT_CHOSEN("Releases");
    if (action !== "published")
      return ignored(`Only publishing a release deploys; this one was ${action.slice(0, 40)}.`);
    if (release.prerelease === true) return ignored("A pre-release is not for production.");
    if (release.draft === true) return ignored("A draft is not published.");
    const { name } = repositoryOf(repository);
    const publishedAtMs = release.published_at ?? null;
    return facts({
      repository: repositoryOf(repository),
      changes: [
        {
          kind: "deployment",
          title: clip(release.name, 500) ?? clip(`Release ${release.tag_name}`, 500) ?? "Release",
          description: clip(release.body, 50_000),
          source: name,
          externalId: `release:${release.id}`,
          repository: name,
          ...revisionOf(release.target_commitish, release.tag_name),
          environment: "production",
          url: webAddress(release.html_url),
          ...authorOf(release.author),
          outcome: "succeeded",
          authoredAt: isoOf(publishedAtMs),
          deployedAt: isoOf(publishedAtMs),
          ...(publishedAtMs === null ? {} : { asOf: new Date(publishedAtMs).toISOString() }),
        },
      ],
    });
  });
}

/** GitHub names a release's commit only where it was made from one; else its tag is what is known. */
function revisionOf(target: string | null | undefined, tag: string): Pick<ChangeInput, "revision"> {
  if (target && /^[0-9a-f]{40}$/i.test(target)) return { revision: target.toLowerCase() };
  return /^[0-9A-Za-z][0-9A-Za-z._/+-]{0,127}$/.test(tag) ? { revision: tag } : {};
}

export function readWorkflowRun(payload: unknown, settings: RepositorySettings): Reading {
  return readAs(workflowRunPayload, payload, (read) => {
    if (!settings.deploymentsFrom.includes("workflows")) return NOT_CHOSEN("Runs of workflows");
    if (read.action !== "completed") return ignored("The run is not over.");
    const name = (read.workflow_run.name ?? read.workflow?.name ?? "").trim();
    if (!isDeployingWorkflow(name, settings.workflowPattern)) {
      return ignored(`A run of ${clip(name, 100) ?? "a workflow"} is no deployment.`);
    }
    if (read.workflow_run.event?.startsWith("pull_request")) {
      return ignored("A run for a pull request deploys nothing that is merged.");
    }
    const outcome = outcomeOf(read.workflow_run.conclusion ?? "");
    if (outcome === null || outcome === "in-progress") {
      return ignored(
        `The run was ${clip(read.workflow_run.conclusion, 40) ?? "not concluded"}: it deployed nothing.`,
      );
    }
    return facts({ repository: repositoryOf(read.repository), changes: [runChange(read, name, outcome)] });
  });
}

function runChange(
  { workflow_run: run, repository }: WorkflowRunPayload,
  name: string,
  outcome: "succeeded" | "failed",
): ChangeInput {
  const { name: source } = repositoryOf(repository);
  return {
    kind: "deployment",
    title: clip(name, 500) ?? "Deployment",
    source,
    externalId: `workflow-run:${run.id}`,
    repository: source,
    revision: run.head_sha,
    environment: environmentIn(name),
    url: webAddress(run.html_url),
    ...authorOf(run.triggering_actor ?? run.actor),
    outcome,
    authoredAt: isoOf(run.run_started_at ?? run.created_at),
    ...(outcome === "succeeded" ? { deployedAt: isoOf(run.updated_at) } : {}),
    asOf: asOfOutcome(outcome, run.updated_at),
  };
}

function authorOf(account: { login: string; type?: string | null | undefined } | null | undefined) {
  const login = clip(account?.login, 120);
  if (login === null) return {};
  return { author: { login, ...(account?.type === "Bot" ? { bot: true } : {}) } };
}
