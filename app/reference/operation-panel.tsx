import { Panel } from "@/components/ui/panel";
import { Code, FieldTable, TypeText } from "./field-table";
import { Inline } from "./inline";
import type { ReferenceOperation } from "./model";
import { TryOperation } from "./try-operation";

export function OperationPanel({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, parameters, body, responses, curl, isOpen } = operation;
  return (
    <Panel id={id} aria-labelledby={`${id}-title`} className="scroll-mt-16">
      <div className="grid gap-x-6 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-3 p-4">
          <h3 id={`${id}-title`} className="!text-panel !text-ink">
            <a href={`#${id}`} className="hover:underline">
              {summary}
            </a>
          </h3>
          <p className="font-mono text-small break-all">
            <span className="mr-2 rounded-1 border border-control px-1.5 py-0.5 font-semibold">{method}</span>
            {path}
          </p>
          {description ? (
            <p className="text-ink-2">
              <Inline text={description} />
            </p>
          ) : null}
          {parameters.length > 0 ? <FieldTable title="Parameters" fields={parameters} /> : null}
          {body ? (
            <p className="text-small">
              <span className="font-semibold text-ink-2">Body </span>
              <TypeText type={body.type} />
              {body.required ? "" : ", may be left out"}
            </p>
          ) : null}
          {isOpen ? <p className="text-small text-ink-2">Takes no token and no session.</p> : null}
          <Responses responses={responses} />
        </div>
        <div className="flex min-w-0 flex-col gap-3 rounded-b-3 bg-surface-2 p-4 lg:rounded-r-3 lg:rounded-bl-none">
          <Code label={`${summary} with curl`} text={curl} />
          {method === "GET" ? <TryOperation path={path} parameters={parameters} /> : null}
        </div>
      </div>
    </Panel>
  );
}

function Responses({ responses }: { responses: ReferenceOperation["responses"] }) {
  return (
    <div>
      <h4 className="text-small font-semibold text-ink-2">Answers</h4>
      <ul className="mt-1 flex flex-col gap-1 text-small">
        {responses.map(({ status, description, type }) => (
          <li key={status} className="flex gap-2">
            <span className="w-14 shrink-0 font-mono">{status}</span>
            <span className="min-w-0 text-ink-2">
              <Inline text={description} /> {type && type.links.length > 0 ? <TypeText type={type} /> : null}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
