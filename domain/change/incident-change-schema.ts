import { z } from "zod";
import { storedCount as count } from "@/domain/wire";
import { evidenceSchema } from "./involvement-schema";
import { VERDICTS } from "./kinds";
import { changeSummarySchema } from "./schema";
import { verdictShape } from "./verdict-schema";

/** A change as an incident links to it. */
export const incidentChangeSchema = z
  .object({
    change: changeSummarySchema,
    evidence: z.array(evidenceSchema).meta({ description: "Of AI's part in the change, best grade first." }),
    ...verdictShape,
  })
  .meta({ id: "IncidentChange" });
export type IncidentChange = z.output<typeof incidentChangeSchema>;

const suspectSchema = z.object({
  change: changeSummarySchema,
  probability: z.number().meta({ description: "That this change did it, 0..1." }),
  reasons: z.array(z.string()),
  verdict: z.enum(VERDICTS).nullable().meta({ description: "A person's, for this incident." }),
});

export const suspectsSchema = z
  .object({
    suspects: z.array(suspectSchema).meta({ description: "Likeliest first." }),
    noneProbability: z.number().meta({ description: "That none of the changes considered did it, 0..1." }),
    considered: count.meta({ description: "Changes ranked." }),
    from: z
      .string()
      .meta({ description: "Changes from this instant to the start of impact were considered." }),
  })
  .meta({ id: "Suspects" });
export type Suspects = z.output<typeof suspectsSchema>;
