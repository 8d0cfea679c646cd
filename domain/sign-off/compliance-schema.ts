import { z } from "zod";
import { GRAINS } from "@/domain/calendar/period";
import { changeShareQuerySchema } from "@/domain/change/measure-schema";
import { count } from "@/domain/wire";
import { COMPLIANCE_MIN } from "./compliance";

/** The same span, cut and scope as the other measures of changes have. */
export const complianceQuerySchema = changeShareQuerySchema;
export type ComplianceQuery = z.output<typeof complianceQuerySchema>;

const counts = {
  required: count.meta({
    description: "AI-assisted changes that went live and for which the policy asked a sign-off.",
  }),
  satisfied: count.meta({ description: "Signed before they went live, and when it was due." }),
  late: count.meta({ description: "Signed after it was due, or after they went live." }),
  missing: count.meta({ description: "Live without a sign-off; those that were declined are among them." }),
  waived: count.meta({ description: "Let through by break-glass." }),
  ratio: z
    .number()
    .nullable()
    .meta({
      description: `satisfied / required; null below ${COMPLIANCE_MIN}, which is too little to tell.`,
    }),
};

const breakGlass = z.object({
  opened: count,
  reviewedInTime: count.meta({ description: "Looked at by the end of the week after." }),
  reviewedLate: count,
  due: count.meta({ description: "Not looked at; the week after is not over yet." }),
  overdue: count,
});

export const complianceSchema = z
  .object({
    grain: z.enum(GRAINS),
    timeZone: z.string(),
    from: z.string(),
    to: z.string(),
    total: z.object(counts),
    before: z
      .object({ ...counts, from: z.string(), to: z.string() })
      .meta({ description: "The same length right before." }),
    breakGlass,
    points: z.array(z.object({ start: z.string(), end: z.string(), ...counts, breakGlass })),
    services: z
      .array(z.object({ slug: z.string(), name: z.string(), team: z.string().nullable(), ...counts }))
      .meta({
        description: "A change counts once for each of its services. Fewest signed in time first.",
      }),
    teams: z.array(z.object({ name: z.string().nullable(), services: z.array(z.string()), ...counts })).meta({
      description: "By the teams that keep the services; a change counts once for each of these.",
    }),
  })
  .meta({ id: "Compliance" });
export type Compliance = z.output<typeof complianceSchema>;
export type ComplianceFigures = Compliance["total"];
