import type { CauseInput } from "@/domain/cause/schema";
import type { MarkInput } from "@/domain/mark/schema";
import type { SampleIncident } from "./incident";

/**
 * The facts of 2025-26 that the sample retells, each with its source. What the public record does not say (which of
 * our fictional services lost how much) is modelled, and each summary says so.
 */
const AWS_SUMMARY = {
  name: "AWS post-event summary of 19-20 October 2025",
  url: "https://aws.amazon.com/message/101925/",
};
const FT_FEBRUARY = "Financial Times report, February 2026";
const COMPANY_FEBRUARY = "Company statement in reply to the Financial Times, February 2026";
const FT_MARCH = "Financial Times report of a briefing note, 10 March 2026";
const COMPANY_MARCH = "Company statement to the press, 5 March 2026";
const REBUTTAL_MARCH = "Company statement in reply to the reports, March 2026";

const MODELLED = "Which services of this fictional company lost how much is modelled, not public.";

const said = (
  statement: Partial<CauseInput> &
    Pick<CauseInput, "kind" | "status" | "note" | "source" | "statedBy" | "statedAt">,
): CauseInput => ({
  role: "primary",
  ...statement,
});

export const PUBLIC_INCIDENTS: readonly SampleIncident[] = [
  {
    title: "DNS error leaves the key-value store unreachable",
    severity: "SEV1",
    record: "public-record",
    sourceName: AWS_SUMMARY.name,
    sourceUrl: AWS_SUMMARY.url,
    summary:
      "A latent race in the automation that manages DNS left a regional endpoint with an empty record, which the automation could not repair. " +
      "The event ran from 23:48 PDT on 19 October to 14:20 PDT on 20 October 2025; the store itself answered again at 02:40, dependent systems took until the afternoon. " +
      MODELLED,
    impactStartedAt: "2025-10-20T06:48:00Z",
    detectedAt: "2025-10-20T06:56:00Z",
    declaredAt: "2025-10-20T07:11:00Z",
    acknowledgedAt: "2025-10-20T07:02:00Z",
    mitigatedAt: "2025-10-20T09:40:00Z",
    resolvedAt: "2025-10-20T21:20:00Z",
    regions: ["us-east-1"],
    impacts: [
      {
        service: "kv-store",
        fraction: 1,
        startedAt: "2025-10-20T06:48:00Z",
        endedAt: "2025-10-20T09:40:00Z",
      },
      {
        service: "dns-automation",
        fraction: 1,
        startedAt: "2025-10-20T06:48:00Z",
        endedAt: "2025-10-20T09:25:00Z",
      },
      {
        service: "kv-store",
        fraction: 0.1,
        startedAt: "2025-10-20T09:40:00Z",
        endedAt: "2025-10-20T21:20:00Z",
      },
      { service: "cart", fraction: 0.6, startedAt: "2025-10-20T06:52:00Z", endedAt: "2025-10-20T10:30:00Z" },
      {
        service: "identity",
        fraction: 0.3,
        startedAt: "2025-10-20T06:52:00Z",
        endedAt: "2025-10-20T10:10:00Z",
      },
      {
        service: "accounts",
        fraction: 0.3,
        startedAt: "2025-10-20T06:55:00Z",
        endedAt: "2025-10-20T10:10:00Z",
      },
      { service: "queue", fraction: 0.3, startedAt: "2025-10-20T09:25:00Z", endedAt: "2025-10-20T20:50:00Z" },
      {
        service: "orders",
        fraction: 0.3,
        startedAt: "2025-10-20T12:30:00Z",
        endedAt: "2025-10-20T21:09:00Z",
      },
      {
        service: "recommendations",
        fraction: 0.3,
        startedAt: "2025-10-20T06:52:00Z",
        endedAt: "2025-10-20T17:36:00Z",
      },
    ],
    causes: [
      said({
        kind: "dns",
        status: "suspected",
        note: "Error rates on the store's endpoint traced to name resolution.",
        source: "Status page, 20 October 2025",
        statedBy: "Company status page",
        statedAt: "2025-10-20T09:01:00Z",
      }),
      said({
        kind: "dns",
        status: "confirmed",
        note: "A latent race in the DNS automation: an old plan was applied, then cleaned up, which emptied the record.",
        source: AWS_SUMMARY.name,
        sourceUrl: AWS_SUMMARY.url,
        statedBy: "Company",
        statedAt: "2025-10-23T17:00:00Z",
      }),
    ],
    updates: [
      ["2025-10-20T07:11:00Z", "Increased error rates and latencies for several services in one region."],
      ["2025-10-20T09:01:00Z", "A potential cause is identified: DNS resolution of the store's endpoint."],
      [
        "2025-10-20T10:35:00Z",
        "The DNS issue is fully mitigated; most operations succeed again. Backlogs are being worked off.",
      ],
      ["2025-10-20T22:53:00Z", "All services have returned to normal operations."],
    ],
  },
  {
    title: "Cost explorer down in one region after an agent recreated its environment",
    severity: "SEV2",
    record: "public-record",
    sourceName: FT_FEBRUARY,
    sourceUrl: null,
    summary:
      "A thirteen-hour interruption of a cost-explorer service in one region in December 2025. According to the report, an agentic AI coding tool working with an operator's permissions chose to delete and recreate the environment. " +
      "The company calls it user error, a misconfigured role, not AI. The day and the hour are not public: they are set here for the model. " +
      MODELLED,
    impactStartedAt: "2025-12-11T09:10:00Z",
    detectedAt: "2025-12-11T09:31:00Z",
    declaredAt: "2025-12-11T09:50:00Z",
    acknowledgedAt: "2025-12-11T09:44:00Z",
    mitigatedAt: "2025-12-11T21:20:00Z",
    resolvedAt: "2025-12-11T22:10:00Z",
    regions: ["one region in mainland China"],
    impacts: [
      {
        service: "cost-explorer",
        fraction: 0.3,
        startedAt: "2025-12-11T09:10:00Z",
        endedAt: "2025-12-11T22:10:00Z",
      },
    ],
    causes: [
      said({
        kind: "agent-action",
        status: "suspected",
        aiRole: "acted",
        tool: "Kiro",
        permissions: "An operator's, without a second person's approval",
        claim: "claimed",
        note: "The tool decided to delete and recreate the environment.",
        source: FT_FEBRUARY,
        statedBy: "Financial Times, citing employees",
        statedAt: "2026-02-20T05:00:00Z",
      }),
      said({
        kind: "agent-action",
        status: "disputed",
        aiRole: "acted",
        tool: "Kiro",
        permissions: "Broader than expected",
        claim: "claimed",
        note: "User error, specifically misconfigured access controls, not AI; a coincidence that an AI tool was involved.",
        source: COMPANY_FEBRUARY,
        statedBy: "Company",
        statedAt: "2026-02-20T18:00:00Z",
      }),
      said({
        kind: "process",
        role: "contributing",
        status: "confirmed",
        note: "A misconfigured role gave more access than intended. Peer review for production access was made mandatory afterwards.",
        source: COMPANY_FEBRUARY,
        statedBy: "Company",
        statedAt: "2026-02-20T18:00:00Z",
      }),
    ],
    updates: [],
  },
  {
    title: "Second outage with an AI coding assistant involved",
    severity: "SEV3",
    record: "public-record",
    sourceName: FT_FEBRUARY,
    sourceUrl: null,
    summary:
      "The same report speaks of a second production outage in which an AI coding assistant was involved. Date, service and duration are not public: they are set here for the model. " +
      "The company called such events extremely limited. " +
      MODELLED,
    impactStartedAt: "2025-11-06T18:20:00Z",
    detectedAt: "2025-11-06T18:31:00Z",
    declaredAt: "2025-11-06T18:40:00Z",
    acknowledgedAt: "2025-11-06T18:36:00Z",
    mitigatedAt: "2025-11-06T19:05:00Z",
    resolvedAt: "2025-11-06T19:22:00Z",
    regions: [],
    impacts: [
      {
        service: "metrics",
        fraction: 0.3,
        startedAt: "2025-11-06T18:20:00Z",
        endedAt: "2025-11-06T19:22:00Z",
      },
    ],
    causes: [
      said({
        kind: "genai-assisted-change",
        status: "suspected",
        claim: "claimed",
        note: "Engineers let an AI coding assistant resolve an issue without intervention.",
        source: FT_FEBRUARY,
        statedBy: "Financial Times, citing employees",
        statedAt: "2026-02-20T05:00:00Z",
      }),
      said({
        kind: "genai-assisted-change",
        status: "disputed",
        claim: "claimed",
        note: "Extremely limited; the involvement of AI tools was a coincidence.",
        source: COMPANY_FEBRUARY,
        statedBy: "Company",
        statedAt: "2026-02-20T18:00:00Z",
      }),
    ],
    updates: [],
  },
  {
    title: "Shoppers cannot check out or see prices",
    severity: "SEV1",
    record: "public-record",
    sourceName: COMPANY_MARCH,
    sourceUrl: null,
    summary:
      "Nearly six hours on 5 March 2026 in which shoppers could not log in, see prices or complete orders. First attributed to a software code deployment. " +
      "A briefing note named Gen-AI assisted changes among the contributing factors of a trend of incidents with high blast radius; the company later said that one incident involved an engineer who followed an AI tool's inaccurate advice, and that none involved AI-written code. " +
      MODELLED,
    impactStartedAt: "2026-03-05T19:58:00Z",
    detectedAt: "2026-03-05T20:06:00Z",
    declaredAt: "2026-03-05T20:11:00Z",
    acknowledgedAt: "2026-03-05T20:13:00Z",
    mitigatedAt: "2026-03-06T00:44:00Z",
    resolvedAt: "2026-03-06T01:50:00Z",
    regions: ["North America"],
    impacts: [
      {
        service: "checkout",
        fraction: 1,
        startedAt: "2026-03-05T19:58:00Z",
        endedAt: "2026-03-05T23:10:00Z",
      },
      {
        service: "checkout",
        fraction: 0.3,
        startedAt: "2026-03-05T23:10:00Z",
        endedAt: "2026-03-06T01:50:00Z",
      },
      { service: "pricing", fraction: 1, startedAt: "2026-03-05T19:58:00Z", endedAt: "2026-03-06T00:44:00Z" },
      {
        service: "pricing",
        fraction: 0.3,
        startedAt: "2026-03-06T00:44:00Z",
        endedAt: "2026-03-06T01:50:00Z",
      },
      {
        service: "product-pages",
        fraction: 0.3,
        startedAt: "2026-03-05T19:58:00Z",
        endedAt: "2026-03-06T01:50:00Z",
      },
      {
        service: "storefront",
        fraction: 0.3,
        startedAt: "2026-03-05T20:06:00Z",
        endedAt: "2026-03-06T01:38:00Z",
      },
      {
        service: "accounts",
        fraction: 0.3,
        startedAt: "2026-03-05T20:12:00Z",
        endedAt: "2026-03-06T00:44:00Z",
      },
      {
        service: "mobile-api",
        fraction: 0.3,
        startedAt: "2026-03-05T20:06:00Z",
        endedAt: "2026-03-06T01:38:00Z",
      },
    ],
    causes: [
      said({
        kind: "code-deployment",
        status: "suspected",
        note: "“Software code deployment”.",
        source: COMPANY_MARCH,
        statedBy: "Company",
        statedAt: "2026-03-06T03:00:00Z",
      }),
      said({
        kind: "genai-assisted-change",
        role: "contributing",
        status: "suspected",
        claim: "claimed",
        note: "Named among the contributing factors of recent outages; which incident is not stated.",
        source: FT_MARCH,
        statedBy: "Financial Times, citing a briefing note",
        statedAt: "2026-03-10T08:00:00Z",
      }),
      said({
        kind: "genai-assisted-change",
        role: "contributing",
        status: "disputed",
        aiRole: "advised",
        claim: "claimed",
        note: "One incident involved an engineer who followed inaccurate advice from an AI tool; none involved AI-written code. It does not say which incident.",
        source: REBUTTAL_MARCH,
        statedBy: "Company",
        statedAt: "2026-03-12T17:00:00Z",
      }),
    ],
    updates: [
      [
        "2026-03-05T21:10:00Z",
        "Some customers may be experiencing issues while shopping; the cause is being worked on.",
      ],
      [
        "2026-03-06T02:30:00Z",
        "The issue, related to a software code deployment, is resolved; website and app run smoothly.",
      ],
    ],
  },
];

export const PUBLIC_MARKS: readonly MarkInput[] = [
  {
    kind: "roster",
    day: "2025-10-28",
    title: "Roster change",
    detail: "413 → 391 engineers here (generated); 14,000 corporate jobs in the public record",
    sourceName: "Company announcement, 28 October 2025",
    sourceUrl: null,
  },
  {
    kind: "policy",
    day: "2025-11-24",
    title: "80 % weekly-use target",
    detail: "Most engineers are to use an AI coding tool every week",
    sourceName: "Press reports of an internal memo, November 2025",
    sourceUrl: null,
  },
  {
    kind: "roster",
    day: "2026-01-28",
    title: "Roster change",
    detail: "391 → 364 engineers here (generated); 16,000 more jobs, 30,000 in all, in the public record",
    sourceName: "Company announcement, 28 January 2026",
    sourceUrl: null,
  },
  {
    kind: "policy",
    day: "2026-03-10",
    title: "Senior sign-off rule",
    detail: "AI-assisted changes by junior and mid-level engineers need a senior's sign-off",
    sourceName: FT_MARCH,
    sourceUrl: null,
  },
];
