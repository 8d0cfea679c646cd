import { type FieldChange, isSamePolicy, type PolicyDiff } from "@/domain/sign-off/diff";
import type { Rule } from "@/domain/sign-off/policy";
import { ruleSentence } from "@/domain/sign-off/rule-words";

/** What one policy says otherwise than another: rules that came and went, and changed ones field by field. */
export function DiffView({ diff, same }: { diff: PolicyDiff; same: string }) {
  if (isSamePolicy(diff)) return <p className="text-ink-2">{same}</p>;
  const { added, removed, changed, whenUnreachable } = diff;
  return (
    <ul className="flex flex-col gap-3">
      {added.map((rule) => (
        <WholeRule key={rule.id} rule={rule} what="Added" />
      ))}
      {changed.map(({ id, name, fields }) => (
        <li key={id}>
          <p className="font-medium">Changed: {name}</p>
          <Fields fields={fields} />
        </li>
      ))}
      {removed.map((rule) => (
        <WholeRule key={rule.id} rule={rule} what="Removed" />
      ))}
      {whenUnreachable ? (
        <li>
          <p className="font-medium">Changed: the policy</p>
          <Fields fields={[whenUnreachable]} />
        </li>
      ) : null}
    </ul>
  );
}

function WholeRule({ rule, what }: { rule: Rule; what: "Added" | "Removed" }) {
  return (
    <li>
      <p className="font-medium">
        {what}: {rule.name}{" "}
        <span className="font-normal text-ink-3">{rule.mode === "monitor" ? "monitors" : "enforced"}</span>
      </p>
      <p className={what === "Removed" ? "max-w-prose text-ink-3 line-through" : "max-w-prose text-ink-2"}>
        {ruleSentence(rule)}
      </p>
    </li>
  );
}

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  return (
    <dl className="mt-0.5 grid grid-cols-[minmax(96px,auto)_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      {fields.map(({ field, label, before, after }) => (
        <div key={field} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className="min-w-0 break-words">
            {before === null ? null : <del className="text-ink-3">{before}</del>}
            {before !== null && after !== null ? <span className="text-ink-3"> → </span> : null}
            {after === null ? (
              <span className="text-ink-2"> no longer asked</span>
            ) : (
              <ins className="no-underline">{after}</ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
