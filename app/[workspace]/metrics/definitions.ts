import { formatAvailability } from "@/domain/availability/availability";
import { CHANGES_MIN, FOLLOW_UP_DAYS } from "@/domain/change/failure-rate";
import { numberWords } from "@/domain/overview/words";
import { COMPLIANCE_MIN } from "@/domain/sign-off/compliance";
import type { Workspace } from "@/domain/workspace/schema";

type Definition = {
  id: string;
  title: string;
  formula: string | null;
  text: (workspace: Workspace) => string;
};

/** The definitions as they are computed, in the order of the overview. */
export const definitions: readonly Definition[] = [
  {
    id: "availability",
    title: "Availability",
    formula: "sum of weight × (covered − lost) / sum of weight × covered",
    text: ({ levelFractions, timeZone }) =>
      `A service's lost time is the integral of the largest impact fraction active at each moment: overlapping incidents never count twice. Levels here: major ${levelFractions.major}, partial ${levelFractions.partial}, degraded ${levelFractions.degraded}, or an explicit fraction per impact. Covered time starts when the service is tracked from and ends now; the future is not covered. Days, weeks (from Monday), months and quarters are cut in ${timeZone}. Shown rounded down, so that an outage never reads 100 %.`,
  },
  {
    id: "budget",
    title: "Error budget",
    formula: "(1 − objective) × covered minutes − impact minutes",
    text: ({ sloTarget }) =>
      `What the objective (${formatAvailability(sloTarget, 2)} % for the workspace; a service may have its own) allows to be lost in the period, less what was lost. It counts covered time only, so that the budget is overspent exactly when availability is under the objective.`,
  },
  {
    id: "incidents",
    title: "Incidents by severity",
    formula: null,
    text: () => "Incidents whose impact began in the period; cancelled ones count nowhere.",
  },
  {
    id: "adoption",
    title: "AI adoption",
    formula: "people on the roster with at least one AI use in the week / people on the roster",
    text: ({ adoptionTarget }) =>
      `Of a calendar week from Monday, counted in people: not the mean of daily rates. The figure is the last full week's, its change is against the week before, and the target is ${numberWords(adoptionTarget * 100)} %. Coverage is the share of the week's working days of which a source tells. A week of which none tells is not covered, which is not zero. People known only from a usage report are shown apart and never counted.`,
  },
  {
    id: "ai-share",
    title: "AI share of changes",
    formula:
      "changes with AI evidence / all changes, those whose AI part is unknown and automation among them",
    text: () =>
      "Of changes to production, by the day that they went live. A deployment whose changes are known is not counted beside them, unless it is blamed itself. Each change is in one class: AI, where a statement of AI's part was found or a person declared or decided it; unknown, where there was no text to look at; automation, for bots that are no generative AI; no evidence found, for the rest, which is not a finding that people did it. A contested tag counts as what stands until somebody decides.",
  },
  {
    id: "change-failure-rate",
    title: "Change failure rate",
    formula: `changes with the verdict cause or contributing / all changes of the class, after a follow-up window of ${FOLLOW_UP_DAYS} days`,
    text: () =>
      `Of the same changes, by class and never merged. A day counts once all its changes have been live for the follow-up window; newer changes are told beside it and count nowhere. A class of fewer than ${CHANGES_MIN} changes has no rate: it is too little to tell. Suspects are not failures, and a change that failed in two incidents is one failed change. A difference between classes is no effect of AI: they differ in size, service, author and time.`,
  },
  {
    id: "compliance",
    title: "Compliance with the sign-off policy",
    formula: "AI-assisted changes signed in time / AI-assisted changes that needed a sign-off and went live",
    text: () =>
      `By when a change went live, judged by the policy in force then. In time: every approval that was asked for had come by then, and when it was due. Late: it came after either. Missing: live without, those included that somebody had declined. Break-glass: let through by a person for a while; it is looked at in time until the end of the calendar week after its own. A change that no rule asked anything of is not counted, whatever its AI part, and neither is one whose AI part nobody saw. Below ${COMPLIANCE_MIN} changes there is no share.`,
  },
  {
    id: "waiting",
    title: "Waiting for a sign-off",
    formula: "median by Kaplan-Meier of the time from the request to the sign-off that made it complete",
    text: () =>
      "By when it was asked for, in calendar time, nights and weekends included. A request that still waits, or that went live, was waived or declined unsigned, is known to have waited at least until then: it is censored, not left out. The interval is 95 % (log-log). Below eight requests there is no figure. The forecast is in working time, Monday to Friday, nine to five: the wait until a review begins, by Erlang C with the Allen-Cunneen correction; what it measures and what it only assumes stands beside it.",
  },
  {
    id: "impact-minutes",
    title: "Impact minutes",
    formula: "(1 − availability) × covered minutes",
    text: () =>
      "The minutes of everything being down that would have cost the same. Where incidents overlap on a service, each moment belongs to the impact with the largest fraction (the earliest started on a tie), so that incidents, causes, services and teams each add up to the whole exactly. The months of a breakdown are measured against the whole period for the same reason.",
  },
  {
    id: "causes",
    title: "Causes",
    formula: null,
    text: () =>
      "The primary cause takes its incident's minutes; contributing causes are shown beside it and never added again. Statements are never overwritten: what counts is the latest one that is not ruled out. Choosing a cause narrows minutes and incidents. Availability stays whole, because a service is either up or not, whatever took it down.",
  },
  {
    id: "ai",
    title: "AI cause: confirmed, claimed, not recorded",
    formula: null,
    text: () =>
      "Confirmed: an AI cause is stated as confirmed. Claimed or disputed: somebody says so, it is suspected, or it is contested. No AI cause recorded means what it says; it is not a finding that people did it.",
  },
  {
    id: "blast-radius",
    title: "Blast radius",
    formula: "peak share of total service weight impaired at one moment",
    text: () =>
      "Contained under 1 %, limited under 5 %, high under 25 %, extreme from there on. Areas in the lane of the chart are proportional to it.",
  },
  {
    id: "comparison",
    title: "The comparison",
    formula: null,
    text: () =>
      "A period is compared with the same length right before it, or with the same time last year (52 weeks earlier for weeks, so that weekdays match). A period still running is compared with as many whole days as have begun, today included.",
  },
  {
    id: "association",
    title: "What two lines can tell",
    formula: null,
    text: () =>
      "Availability and AI adoption share one time axis and two panels. That they move together, or do not, is an association: traffic, seasons, layoffs and policies move at the same time. The figure that speaks about AI is the record of each incident: what was stated as its cause, by whom, and how certain.",
  },
];
