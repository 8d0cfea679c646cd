import { z } from "zod";
import { count } from "@/domain/wire";
import { LEVELS } from "./levels";

const levelSchema = z.preprocess(
  (value) => (typeof value === "string" ? value.trim().toLowerCase() : value),
  z.enum(LEVELS, { error: "A level is junior, mid, senior, principal or manager." }),
);

export const personInputSchema = z
  .object({
    name: z.string().trim().min(1).max(200),
    email: z.email().max(320).nullish(),
    handles: z.array(z.string().trim().min(1).max(120)).max(50).default([]),
    level: levelSchema,
    team: z.string().trim().min(1).max(120).nullish(),
    activeFrom: z.iso.date().nullish().meta({ description: "First day on the roster; open when left out." }),
    activeTo: z.iso.date().nullish().meta({ description: "Last day on the roster; open when left out." }),
  })
  .meta({ id: "PersonInput" });

export const personEditSchema = personInputSchema
  .omit({ handles: true })
  .extend({ handles: z.array(z.string().trim().min(1).max(120)).max(50), levelFrom: z.iso.date() })
  .partial()
  .meta({ id: "PersonEdit" });

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    handles: z.array(z.string()).meta({ description: "Logins, in lower case." }),
    level: z.enum(LEVELS).nullable(),
    levels: z.array(z.object({ level: z.enum(LEVELS), from: z.string().nullable() })),
    team: z.string().nullable(),
    activeFrom: z.string().nullable(),
    activeTo: z.string().nullable(),
    onRoster: z
      .boolean()
      .meta({ description: "False for somebody known only from changes or a usage report." }),
    generated: z.boolean(),
    version: count,
  })
  .meta({ id: "Person" });

export type PersonInput = z.output<typeof personInputSchema>;
export type PersonEdit = z.output<typeof personEditSchema>;
export type Person = z.output<typeof personSchema>;
