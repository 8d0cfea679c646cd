import { z } from "zod";

/** What an attribution record says: which tool and model wrote lines, or null when people wrote them all. */
export interface Attestation {
  tool: string | null;
  model: string | null;
  quote: string;
}

const gitAiSchema = z.object({
  schema_version: z.string().startsWith("authorship/"),
  prompts: z
    .record(
      z.string(),
      z.looseObject({
        agent_id: z.looseObject({ tool: z.string(), model: z.string().optional() }),
        accepted_lines: z.number().optional(),
        total_additions: z.number().optional(),
      }),
    )
    .default({}),
});

const agentTraceSchema = z.object({
  files: z.array(
    z.looseObject({
      path: z.string().optional(),
      conversations: z
        .array(
          z.looseObject({
            contributor: z.looseObject({ type: z.string(), model_id: z.string().optional() }).optional(),
            ranges: z
              .array(
                z.looseObject({
                  contributor: z
                    .looseObject({ type: z.string(), model_id: z.string().optional() })
                    .optional(),
                }),
              )
              .optional(),
          }),
        )
        .default([]),
    }),
  ),
  tool: z.looseObject({ name: z.string() }).optional(),
});

/**
 * Reads git-ai authorship logs (attestations, "---", then JSON with schema_version authorship/3.x) and agent-trace
 * records (agent-trace.dev, 0.1). A note of another kind says nothing.
 */
export function attestationsIn(note: string): Attestation[] {
  return jsonIn(note).flatMap((value) => {
    const gitAi = gitAiSchema.safeParse(value);
    if (gitAi.success) return fromGitAi(gitAi.data);
    const trace = agentTraceSchema.safeParse(value);
    return trace.success ? fromAgentTrace(trace.data) : [];
  });
}

function fromGitAi({ prompts }: z.output<typeof gitAiSchema>): Attestation[] {
  return Object.values(prompts)
    .filter(({ accepted_lines: kept }) => kept === undefined || kept > 0)
    .map(({ agent_id: { tool, model } }) => ({
      tool,
      model: model ?? null,
      quote: `agent ${tool}${model === undefined ? "" : `, model ${model}`}`,
    }));
}

function fromAgentTrace({ files, tool }: z.output<typeof agentTraceSchema>): Attestation[] {
  const contributors = files.flatMap((file) =>
    file.conversations.flatMap(({ contributor, ranges }) => [
      ...(contributor ? [contributor] : []),
      ...(ranges ?? []).flatMap((range) => range.contributor ?? []),
    ]),
  );
  const written = contributors.find(({ type }) => type === "ai" || type === "mixed");
  if (!written) return [];
  const model = written.model_id ?? null;
  const name = tool?.name ?? null;
  return [
    { tool: name, model, quote: `contributor ${written.type}${model === null ? "" : `, model ${model}`}` },
  ];
}

/** The whole text as JSON, or what stands after a line of dashes. */
function jsonIn(note: string): unknown[] {
  const candidates = [note, ...note.split(/^---\s*$/m).slice(1)];
  for (const text of candidates) {
    try {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value) ? value : [value];
    } catch {
      // Not this part; the next one may be.
    }
  }
  return [];
}
