import type { IntegrationKind } from "@/domain/integration/kinds";

interface SentEvent {
  /** As the sender's own page calls it. */
  label: string;
  /** As it is called in what is sent. */
  event: string;
  gives: string;
}

/** What to tick at the sender, and what the ledger makes of it. */
export const SENT_EVENTS: Record<IntegrationKind, readonly SentEvent[]> = {
  github: [
    {
      label: "Pushes",
      event: "push",
      gives: "commits, before and after a squash, and changes without a pull request",
    },
    { label: "Pull requests", event: "pull_request", gives: "code changes, once they are merged" },
    { label: "Pull request reviews", event: "pull_request_review", gives: "who reviewed which revision" },
    { label: "Deployments", event: "deployment", gives: "what was deployed, and where to" },
    {
      label: "Deployment statuses",
      event: "deployment_status",
      gives: "whether a deployment went through, and when",
    },
    { label: "Releases", event: "release", gives: "deployments, where releases are" },
    { label: "Workflow runs", event: "workflow_run", gives: "deployments, where a workflow deploys" },
  ],
  gitlab: [
    {
      label: "Push events, all branches",
      event: "push",
      gives: "commits, and changes without a merge request",
    },
    {
      label: "Merge request events",
      event: "merge_request",
      gives: "code changes once merged, and approvals",
    },
    { label: "Deployment events", event: "deployment", gives: "deployments and how they went" },
    { label: "Releases events", event: "release", gives: "deployments, where releases are" },
  ],
  cloudevents: [
    {
      label: "Services",
      event: "dev.cdevents.service.deployed, .upgraded, .rolledback, .removed, .published",
      gives: "deployments",
    },
    {
      label: "Environments",
      event: "dev.cdevents.environment.created, .modified, .deleted",
      gives: "changes of infrastructure",
    },
    { label: "Merges", event: "dev.cdevents.change.merged", gives: "code changes" },
    {
      label: "Anything else",
      event: "com.faultline.change",
      gives: "a change of any kind: its data is the body of POST /api/v1/changes",
    },
  ],
};
