import type { ApiDocument } from "@/server/api/document";

type Schema = NonNullable<NonNullable<ApiDocument["components"]>["schemas"]>[string];
type PathItem = NonNullable<ApiDocument["paths"]>[string];
type Operation = NonNullable<PathItem["get"]>;

/** A type in words; `links` are the names of the schemas it mentions. */
export interface TypeWords {
  words: string;
  links: string[];
}

export interface Field {
  name: string;
  place?: string;
  type: TypeWords;
  required: boolean;
  description: string | null;
}

export interface ReferenceOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | null;
  parameters: Field[];
  body: { type: TypeWords; required: boolean; example: string | null } | null;
  responses: { status: string; description: string; type: TypeWords | null }[];
  curl: string;
  /** Whether it is reached without a token or a session. */
  isOpen: boolean;
}

export interface ReferenceSchema {
  name: string;
  description: string | null;
  type: TypeWords;
  fields: Field[];
  example: string | null;
}

export interface Reference {
  groups: { tag: string; operations: ReferenceOperation[] }[];
  schemas: ReferenceSchema[];
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** The document as the reference page shows it: by subject, in the document's order. */
export function referenceOf(document: ApiDocument): Reference {
  const groups = new Map<string, ReferenceOperation[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const tag = operation.tags?.[0] ?? "Other";
      const described = operationOf(document, path, method, operation);
      groups.set(tag, [...(groups.get(tag) ?? []), described]);
    }
  }
  return {
    groups: [...groups].map(([tag, operations]) => ({ tag, operations })),
    schemas: Object.entries(document.components?.schemas ?? {})
      .map(([name, schema]) => schemaOf(name, schema))
      .sort((a, b) => a.name.localeCompare(b.name)),
  };
}

function operationOf(
  document: ApiDocument,
  path: string,
  method: string,
  operation: Operation,
): ReferenceOperation {
  const body = bodyOf(document, operation);
  return {
    id: operation.operationId ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? path,
    description: operation.description ?? null,
    parameters: parametersOf(operation),
    body,
    responses: Object.entries(operation.responses ?? {}).map(([status, response]) => ({
      status,
      description: "description" in response ? String(response.description) : "",
      type: contentType(response),
    })),
    curl: curlOf(path, method, operation, body?.example ?? null),
    isOpen: isOpen(operation),
  };
}

function isOpen(operation: Operation): boolean {
  return operation.security?.length === 0;
}

function parametersOf(operation: Operation): Field[] {
  return (operation.parameters ?? []).flatMap((parameter) => {
    if (!("name" in parameter)) return [];
    const { name, in: place, schema, required, description } = parameter;
    const isHeader = place === "header";
    return {
      name: isHeader ? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()) : name,
      place,
      type: schema ? typeOf(schema) : { words: "text", links: [] },
      required: required ?? false,
      description: description ?? null,
    };
  });
}

function bodyOf(document: ApiDocument, operation: Operation): ReferenceOperation["body"] {
  const { requestBody } = operation;
  if (requestBody === undefined || !("content" in requestBody)) return null;
  const [first] = Object.values(requestBody.content);
  if (first?.schema === undefined) return null;
  const type = typeOf(first.schema);
  const named = document.components?.schemas?.[type.links[0] ?? ""];
  return { type, required: requestBody.required ?? false, example: named ? exampleOf(named) : null };
}

function contentType(response: object): TypeWords | null {
  if (!("content" in response) || typeof response.content !== "object" || response.content === null)
    return null;
  const media: { schema?: Schema } | undefined = Object.values(response.content)[0];
  return media?.schema ? typeOf(media.schema) : null;
}

function schemaOf(name: string, schema: Schema): ReferenceSchema {
  return {
    name,
    description: "description" in schema ? (schema.description ?? null) : null,
    type: typeOf(schema),
    fields: fieldsOf(schema),
    example: exampleOf(schema),
  };
}

function fieldsOf(schema: Schema): Field[] {
  if (!("properties" in schema) || schema.properties === undefined) return [];
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    required: schema.required?.includes(name) ?? false,
    description: "description" in property ? (property.description ?? null) : null,
  }));
}

function exampleOf(schema: Schema): string | null {
  if (!("examples" in schema) || !Array.isArray(schema.examples)) return null;
  return schema.examples.length > 0 ? JSON.stringify(schema.examples[0], null, 2) : null;
}

function isReference(schema: Schema): schema is Extract<Schema, { $ref: string }> {
  return "$ref" in schema && schema.$ref !== undefined;
}

/** A schema in words, such as "list of ImpactInput", "text (date-time) or null", "one of hard, soft". */
function typeOf(schema: Schema): TypeWords {
  if (isReference(schema)) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return { words: name, links: [name] };
  }
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices !== undefined) return joined(choices.map(typeOf), " or ");
  if (schema.enum !== undefined) return { words: `one of ${schema.enum.map(String).join(", ")}`, links: [] };
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? "any value"];
  return joined(
    types.map((type) => plainType(type, schema)),
    " or ",
  );
}

function plainType(type: string, schema: Exclude<Schema, { $ref: string }>): TypeWords {
  if (type === "array") {
    const items = "items" in schema && schema.items ? typeOf(schema.items) : { words: "values", links: [] };
    return { words: `list of ${items.words}`, links: items.links };
  }
  if (type === "string") return { words: schema.format ? `text (${schema.format})` : "text", links: [] };
  if (type === "object" && schema.properties) {
    const inner = Object.values(schema.properties).map(typeOf);
    return {
      words: `{ ${Object.keys(schema.properties).join(", ")} }`,
      links: inner.flatMap(({ links }) => links),
    };
  }
  const words: Record<string, string> = { integer: "whole number", boolean: "true or false" };
  return { words: words[type] ?? type, links: [] };
}

function joined(parts: TypeWords[], separator: string): TypeWords {
  return {
    words: parts.map(({ words }) => words).join(separator),
    links: [...new Set(parts.flatMap(({ links }) => links))],
  };
}

const SAMPLE_PARAMETERS: Record<string, string> = { slug: "checkout", id: "1", impactId: "$IMPACT_ID" };

function curlOf(path: string, method: string, operation: Operation, example: string | null): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => SAMPLE_PARAMETERS[name] ?? `$${name}`);
  const needsVersion = operation.responses?.["428"] !== undefined;
  const lines = [`curl http://localhost:3000${address}`];
  if (method !== "get") lines[0] = `curl -X ${method.toUpperCase()} http://localhost:3000${address}`;
  if (!isOpen(operation)) lines.push('  -H "Authorization: Bearer $TOKEN"');
  if (needsVersion) lines.push(`  -H 'If-Match: "1"'`);
  if (example !== null) {
    lines.push("  -H 'Content-Type: application/json'", `  -d '${example.replaceAll("'", "'\\''")}'`);
  }
  return lines.join(" \\\n");
}
