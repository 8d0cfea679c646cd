/** One body per request schema that shows what people really send; a test holds each to its schema. */
export const EXAMPLES: Record<string, unknown> = {
  PolicyVersionInput: {
    policy: {
      rules: [
        {
          id: "junior-and-mid-need-a-senior",
          name: "Junior and mid need a senior",
          mode: "monitor",
          when: { involvement: ["ai"], authorLevels: ["junior", "mid"], environments: ["production"] },
          require: { approvals: 1, minimumLevel: "senior", withinMinutes: 1440 },
        },
      ],
      whenUnreachable: "closed",
    },
    reason: "Agreed in the operations review.",
  },
  IncidentInput: {
    title: "Shoppers cannot check out",
    severity: "SEV1",
    impacts: [
      { service: "checkout", level: "major", startedAt: "2026-03-05T11:58:00Z" },
      {
        service: "search",
        fraction: 0.25,
        startedAt: "2026-03-05T12:10:00Z",
        endedAt: "2026-03-05T13:00:00Z",
      },
    ],
    detectedAt: "2026-03-05T12:04:00Z",
    causes: [
      {
        kind: "genai-assisted-change",
        role: "primary",
        status: "suspected",
        aiRole: "advised",
        tool: "Assistant",
        claim: "claimed",
        source: "Incident channel",
      },
    ],
    customersAffectedRatio: 0.12,
    regions: ["eu-central-1"],
  },
  IncidentEdit: { severity: "SEV2", mitigatedAt: "2026-03-05T13:20:00Z" },
  TransitionInput: { at: "2026-03-05T17:50:00Z", note: "Rolled back" },
  ImpactInput: { service: "search", level: "partial", startedAt: "2026-03-05T12:10:00Z" },
  ImpactEdit: { endedAt: "2026-03-05T13:00:00Z" },
  CauseInput: { kind: "dns", role: "primary", status: "confirmed", source: "Provider's report" },
  NoteInput: { body: "The provider confirms a DNS error.", at: "2026-03-05T12:40:00Z" },
  ServiceInput: {
    slug: "checkout",
    name: "Checkout",
    weight: 6,
    sloTarget: 0.9995,
    trackedFrom: "2026-01-01",
    team: "Payments",
  },
  ServiceEdit: { weight: 8 },
  DependenciesInput: {
    dependsOn: [
      { slug: "payments", criticality: "hard" },
      { slug: "search", criticality: "soft" },
    ],
  },
  PersonInput: {
    name: "Ada Lindqvist",
    email: "ada@example.com",
    handles: ["ada-l"],
    level: "senior",
    team: "Payments",
    activeFrom: "2024-05-01",
  },
  PersonEdit: { level: "principal", levelFrom: "2026-04-01" },
  AiUseBatch: [
    { email: "ada@example.com", day: "2026-03-05", tool: "Assistant" },
    { person: "bo-k", day: "2026-03-05", tool: "Assistant" },
  ],
  MarkInput: { kind: "policy", day: "2026-03-10", title: "Senior sign-off for AI-assisted changes" },
  CauseKindInput: { name: "Solar storm" },
  WorkspaceInput: { slug: "acme", name: "Acme", timeZone: "Europe/Berlin" },
  IdentityProviderInput: {
    name: "Acme",
    issuer: "https://login.example.com/realms/acme",
    clientId: "faultline",
    clientSecret: "the secret that the provider gave",
    groupRoles: [
      { group: "sre", role: "responder", team: null },
      { group: "platform-admins", role: "admin", team: null },
    ],
  },
  IdentityProviderEdit: { createsMembers: false },
  ProviderDiscoveryInput: { issuer: "https://login.example.com/realms/acme" },
  ConnectionInput: { providerId: "0197f0c4-2f6e-7aa0-9a51-3d1f7a3e5b10" },
  WorkspaceEdit: { timeZone: "Europe/Berlin", adoptionTarget: 0.8 },
};
