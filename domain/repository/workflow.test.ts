import { expect, test } from "vitest";
import { isDeploymentWorkflow } from "./workflow";

test.each(["Deploy", "deploy-production", "CD: Deploy to eu", "Rollout", "roll out", "Promote image"])(
  "%j deploys by its name",
  (name) => expect(isDeploymentWorkflow(name, null)).toBe(true),
);

test.each(["CI", "Release notes", "Lint", "Redeployability study", "Unpromoted"])("%j does not", (name) =>
  expect(isDeploymentWorkflow(name, null)).toBe(false),
);

test("a pattern of one's own stands for the usual words", () => {
  expect(isDeploymentWorkflow("Ship it", "ship it, CD *")).toBe(true);
  expect(isDeploymentWorkflow("cd / production", "ship it, CD *")).toBe(true);
  expect(isDeploymentWorkflow("Deploy", "ship it, CD *")).toBe(false);
  expect(isDeploymentWorkflow("we ship it", "ship it")).toBe(false);
  expect(isDeploymentWorkflow("release 2", "release ?")).toBe(true);
  expect(isDeploymentWorkflow("Deploy", ",")).toBe(false);
  expect(isDeploymentWorkflow("anything", "**")).toBe(true);
});
