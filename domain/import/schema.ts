import { z } from "zod";
import { IMPACT_LEVELS } from "@/domain/incident/severity";
import { count } from "@/domain/wire";
import { importKinds } from "./plan";

export const importKindSchema = z.enum(importKinds);

const text = (max: number) => z.string().trim().min(1).max(max);

/** How to read a file; everything is guessed where it is left out. */
export const importOptionsSchema = z
  .object({
    levels: z
      .record(z.string().max(80), z.enum([...IMPACT_LEVELS, "none"]))
      .optional()
      .meta({
        description: 'Level per word of the provider, such as {"minor": "partial"}; none is no impact.',
      }),
    mapping: z
      .record(z.string().max(80), z.string().max(300))
      .optional()
      .meta({ description: "For CSV: the column of each target." }),
    zone: z.string().max(80).optional().meta({ description: "IANA zone of times written without one; UTC." }),
    page: text(200).optional().meta({ description: "Name of the status page or of the file's origin." }),
    includeMaintenance: z.boolean().optional(),
    endAtLastUpdate: z.boolean().optional(),
    servicePrefix: text(80).optional(),
    defaultService: text(120).optional(),
    tool: text(120).optional(),
  })
  .meta({ id: "ImportOptions" });

const importRefusalSchema = z
  .object({
    row: count,
    ref: z.string(),
    field: z.string(),
    code: z.string(),
    reason: z.string(),
  })
  .meta({ id: "ImportRefusal" });

export const importRunSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    fileName: z.string(),
    status: z.enum(["running", "done", "failed"]),
    total: count,
    done: count,
    created: count,
    updated: count,
    unchanged: count,
    refused: count,
    refusals: z
      .array(importRefusalSchema)
      .meta({ description: "The first ones; all kept ones are in the CSV." }),
    notes: z.array(z.string()),
    failure: z.string().nullable(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: "ImportRun" });

export const importRunListSchema = z.object({ runs: z.array(importRunSchema) }).meta({ id: "ImportRunList" });

const previewIncident = z.object({
  row: count,
  ref: z.string(),
  title: z.string(),
  severity: z.string(),
  status: z.string(),
  impactStartedAt: z.string(),
  resolvedAt: z.string().nullable(),
  services: z.array(z.object({ name: z.string(), level: z.string() })),
});

/** What an import would do, before anything is written. */
export const importPreviewSchema = z
  .object({
    fileName: z.string(),
    format: z.enum(["json", "csv"]),
    detectedKind: importKindSchema.nullable(),
    kind: importKindSchema.nullable(),
    problem: z
      .object({ field: z.string().nullable(), message: z.string() })
      .nullable()
      .meta({ description: "Why the file cannot be mapped as it stands, such as a missing column." }),
    columns: z.array(z.string()),
    targets: z.array(z.string()).meta({ description: "What a column can hold, for this kind." }),
    mapping: z.record(z.string(), z.string()),
    levels: z
      .array(z.object({ word: z.string(), level: z.enum([...IMPACT_LEVELS, "none"]), rows: count }))
      .meta({
        description: "The provider's words for an impact that the file holds, with the level of each.",
      }),
    counts: z.object({
      records: count,
      incidents: count,
      open: count.meta({ type: "integer", description: "Incidents without an end in the file." }),
      services: count,
      people: count,
      dependencies: count,
      aiUse: count,
      aggregates: count,
      seats: count,
      refused: count,
    }),
    servicesToMake: z.array(z.object({ slug: z.string(), name: z.string() })),
    servicesToMakeTotal: count,
    incidents: z.array(previewIncident),
    rows: z
      .array(z.record(z.string(), z.string()))
      .meta({ description: "First records of a kind that has no incidents." }),
    refusals: z.array(importRefusalSchema),
    notes: z.array(z.string()),
  })
  .meta({ id: "ImportPreview" });

export type ImportRun = z.output<typeof importRunSchema>;
export type ImportPreview = z.output<typeof importPreviewSchema>;
