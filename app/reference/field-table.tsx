import { Inline } from "./inline";
import type { Field, TypeWords } from "./model";

/** Name, type and meaning of parameters or fields; on a narrow screen each takes the lines it needs. */
export function FieldTable({ title, fields }: { title: string; fields: Field[] }) {
  return (
    <div>
      <h4 className="text-small font-semibold text-ink-2">{title}</h4>
      <dl className="mt-1 divide-y divide-line border-y border-line text-small">
        {fields.map((field) => (
          <div
            key={`${field.place ?? ""} ${field.name}`}
            className="grid gap-x-4 py-1.5 sm:grid-cols-[minmax(150px,0.55fr)_1fr]"
          >
            <dt className="min-w-0 font-mono break-words">
              {field.name}
              {field.required ? <span className="ml-1.5 font-sans text-ink-3">required</span> : null}
            </dt>
            <dd className="min-w-0 text-ink-2">
              <span className="break-words">
                <TypeText type={field.type} />
                {field.place ? <span className="text-ink-3"> in {field.place}</span> : null}
              </span>
              {field.description ? (
                <p className="text-ink-3">
                  <Inline text={field.description} />
                </p>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** A type in words, the schemas in it as links. */
export function TypeText({ type }: { type: TypeWords }) {
  if (type.links.length === 0) return type.words;
  const names = new Set(type.links);
  return type.words.split(/\b/).map((part, place) => {
    if (!names.has(part)) return part;
    // A type may name one schema twice: its place tells the two apart.
    const key = `${part}-${place}`;
    return (
      <a key={key} href={`#schema-${part}`} className="link">
        {part}
      </a>
    );
  });
}

/** Long lines wrap, so that nothing needs scrolling sideways. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure aria-label={label}>
      <pre className="font-mono text-small leading-[1.55] break-words whitespace-pre-wrap text-ink">
        {text}
      </pre>
    </figure>
  );
}
