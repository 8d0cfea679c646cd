import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { absenceInputSchema } from "@/domain/absence/schema";
import {
  agentEditSchema,
  agentInputSchema,
  leaveInputSchema,
  outcomeInputSchema,
} from "@/domain/agent/schema";
import { aiUseBatchSchema } from "@/domain/ai-use/schema";
import { forecastInputSchema } from "@/domain/capacity/schema";
import { causeInputSchema } from "@/domain/cause/schema";
import {
  connectionInputSchema,
  discoveryInputSchema,
  identityProviderEditSchema,
  identityProviderInputSchema,
} from "@/domain/identity-provider/schema";
import {
  impactEditSchema,
  impactInputSchema,
  incidentEditSchema,
  incidentInputSchema,
  noteInputSchema,
  transitionInputSchema,
} from "@/domain/incident/schema";
import { markInputSchema } from "@/domain/mark/schema";
import { personEditSchema, personInputSchema } from "@/domain/person/schema";
import { dependenciesInputSchema, serviceEditSchema, serviceInputSchema } from "@/domain/service/schema";
import { replayInputSchema } from "@/domain/sign-off/replay-schema";
import { policyVersionInputSchema } from "@/domain/sign-off/version-schema";
import { workspaceEditSchema, workspaceInputSchema } from "@/domain/workspace/schema";
import { causeKindInputSchema } from "@/server/cause/queries";
import { EXAMPLES } from "./examples";
import { documentText, offlineDocument } from "./offline";

describe("the OpenAPI document", () => {
  test("is the committed one: after a change run `npx tsx cli/openapi.ts`", () => {
    const committed = readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8");
    expect(committed === documentText()).toBe(true);
  });

  test("has an example for every body, and each example is accepted", () => {
    const schemas = {
      IncidentInput: incidentInputSchema,
      IncidentEdit: incidentEditSchema,
      TransitionInput: transitionInputSchema,
      ImpactInput: impactInputSchema,
      ImpactEdit: impactEditSchema,
      CauseInput: causeInputSchema,
      NoteInput: noteInputSchema,
      ServiceInput: serviceInputSchema,
      ServiceEdit: serviceEditSchema,
      DependenciesInput: dependenciesInputSchema,
      PersonInput: personInputSchema,
      PersonEdit: personEditSchema,
      AiUseBatch: aiUseBatchSchema,
      MarkInput: markInputSchema,
      AbsenceInput: absenceInputSchema,
      CapacityForecastInput: forecastInputSchema,
      ReplayInput: replayInputSchema,
      PolicyVersionInput: policyVersionInputSchema,
      CauseKindInput: causeKindInputSchema,
      WorkspaceInput: workspaceInputSchema,
      WorkspaceEdit: workspaceEditSchema,
      IdentityProviderInput: identityProviderInputSchema,
      IdentityProviderEdit: identityProviderEditSchema,
      ProviderDiscoveryInput: discoveryInputSchema,
      ConnectionInput: connectionInputSchema,
      AgentInput: agentInputSchema,
      AgentEdit: agentEditSchema,
      AgentLeaveInput: leaveInputSchema,
      AgentOutcomeInput: outcomeInputSchema,
    };
    expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(schemas).sort());
    for (const [id, schema] of Object.entries(schemas)) {
      expect(schema.safeParse(EXAMPLES[id]).error?.issues, id).toBeUndefined();
    }
  });

  test("names every operation once", () => {
    const operations = Object.values(offlineDocument().paths ?? {}).flatMap((item) =>
      [item.get, item.post, item.put, item.patch, item.delete].flatMap((one) => one?.operationId ?? []),
    );
    expect(operations.length).toBeGreaterThan(35);
    expect(new Set(operations).size).toBe(operations.length);
  });
});
