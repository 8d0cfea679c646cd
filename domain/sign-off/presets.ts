import type { Rule } from "./policy";

/** Rules as companies have them, to start from. Each begins by monitoring: replay it first, then enforce it. */
export const PRESETS: readonly (Rule & { about: string })[] = [
  {
    id: "junior-and-mid-need-a-senior",
    name: "Junior and mid need a senior",
    about: "An AI-assisted change by a junior or mid-level engineer needs the approval of a senior.",
    mode: "monitor",
    when: {
      involvement: ["ai"],
      authorLevels: ["junior", "mid", "unknown"],
      environments: ["production"],
    },
    require: { approvals: 1, minimumLevel: "senior", withinMinutes: 24 * 60 },
  },
  {
    id: "seniors-need-their-manager",
    name: "Seniors need their manager",
    about:
      "An AI-assisted change by a senior or principal engineer needs the approval of their team's manager.",
    mode: "monitor",
    when: { involvement: ["ai"], authorLevels: ["senior", "principal"], environments: ["production"] },
    require: { approvals: 1, minimumLevel: "manager", team: "own", withinMinutes: 24 * 60 },
  },
  {
    id: "agent-actions-need-two-people",
    name: "Agent actions in production need two people",
    about:
      "What an agent does by itself in production needs two people, and whoever prompted it is not one of them.",
    mode: "monitor",
    when: { kinds: ["agent-action"], environments: ["production"] },
    require: { approvals: 2 },
  },
  {
    id: "no-ai-without-budget",
    name: "No AI changes on a service without error budget",
    about:
      "While a service has spent its error budget, no AI-assisted change goes out on it but by break-glass.",
    mode: "monitor",
    when: { involvement: ["ai"], environments: ["production"], minimumBudgetSpentRatio: 1 },
    require: { approvals: "nobody" },
  },
];

/** As much as can be asked for with one approval each: what a narrower policy is to be compared with. */
export const EVERY_AI_CHANGE: Rule & { about: string } = {
  id: "every-ai-change",
  name: "Every AI-assisted change",
  about: "Every AI-assisted change to production needs the approval of a senior, whoever made it.",
  mode: "monitor",
  when: { involvement: ["ai"], environments: ["production"] },
  require: { approvals: 1, minimumLevel: "senior", withinMinutes: 24 * 60 },
};
