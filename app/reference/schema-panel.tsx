import { Panel } from "@/components/ui/panel";
import { Code, FieldTable, TypeText } from "./field-table";
import type { ReferenceSchema } from "./model";

export function SchemaPanel({ schema }: { schema: ReferenceSchema }) {
  const { name, description, fields, type, example } = schema;
  return (
    <Panel id={`schema-${name}`} aria-labelledby={`schema-${name}-title`} className="scroll-mt-16">
      <div className="flex flex-col gap-3 p-4">
        <h3 id={`schema-${name}-title`} className="!text-panel !text-ink">
          {name}
        </h3>
        {description ? <p className="text-ink-2">{description}</p> : null}
        {fields.length > 0 ? (
          <FieldTable title="Fields" fields={fields} />
        ) : (
          <p className="text-small">
            <TypeText type={type} />
          </p>
        )}
        {example ? (
          <details>
            <summary className="text-small text-ink-2">Example</summary>
            <div className="mt-2 rounded-2 bg-surface-2 p-3">
              <Code label={`Example of ${name}`} text={example} />
            </div>
          </details>
        ) : null}
      </div>
    </Panel>
  );
}
