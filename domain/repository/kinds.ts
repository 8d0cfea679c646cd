/** What a host can tell of as a deployment. */
export const DEPLOYMENT_EVENTS = ["deployments", "releases", "workflows"] as const;
export type DeploymentEvent = (typeof DEPLOYMENT_EVENTS)[number];

export const DEPLOYMENT_EVENT_WORDS: Record<DeploymentEvent, { name: string; hint: string }> = {
  deployments: {
    name: "Deployments",
    hint: "GitHub's deployments with their statuses, and GitLab's. The most exact where they are used.",
  },
  releases: { name: "Releases", hint: "A published release went live when it was published." },
  workflows: { name: "Workflow runs", hint: "Runs of the workflows that deploy, by their name." },
};
