import { z } from "zod";
import { commaList } from "@/domain/comma-list";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { SIGN_OFF_STATES } from "@/domain/sign-off/states";
import { CHANGE_KIND_VALUES, INVOLVEMENT_STANDINGS, INVOLVEMENTS, VERDICTS } from "./kinds";
import { changeSummarySchema } from "./schema";

/** The ledger's filters, exactly as they stand in the URL. */
const changeFilterSchema = z.object({
  q: z.string().trim().max(300).optional().meta({
    description: "Words of the title, the head of a revision, #123, or an address.",
  }),
  kind: commaList(z.enum(CHANGE_KIND_VALUES)),
  service: commaList(z.string().max(80)),
  author: commaList(z.string().max(80)).meta({ description: "Ids of people." }),
  level: commaList(z.enum([...LEVELS, "unknown"])),
  involvement: commaList(z.enum(INVOLVEMENTS)),
  standing: commaList(z.enum(INVOLVEMENT_STANDINGS)),
  grade: commaList(z.enum(EVIDENCE_GRADES)),
  tool: commaList(z.string().max(120)),
  verdict: commaList(z.enum([...VERDICTS, "none"])),
  signOff: commaList(z.enum([...SIGN_OFF_STATES, "none"])).meta({
    description: "How its sign-off stands; none where no rule asks for one.",
  }),
  environment: commaList(z.string().max(120)),
  counts: z.enum(["yes", "no"]).optional(),
  from: z.string().max(40).optional().meta({ description: "Live at or after this date or instant." }),
  to: z.string().max(40).optional().meta({ description: "Live before this date or instant." }),
});
export type ChangeFilter = z.output<typeof changeFilterSchema>;

export const changeListQuerySchema = changeFilterSchema.extend({
  order: z.enum(["asc", "desc"]).default("desc"),
  limit: z
    .preprocess(
      (value) => (typeof value === "string" ? Number(value) : value),
      z.number().int().min(1).max(200),
    )
    .default(50)
    .meta({ type: "integer" }),
  cursor: z.string().max(400).optional(),
});
export type ChangeListQuery = z.output<typeof changeListQuerySchema>;

export const changePageSchema = z
  .object({
    changes: z.array(changeSummarySchema),
    nextCursor: z.string().nullable(),
    lookedTo: z.string().nullable().meta({
      description: "Of a page that ended early: the instant up to which it looked. nextCursor looks further.",
    }),
  })
  .meta({ id: "ChangePage" });
export type ChangePage = z.output<typeof changePageSchema>;
