import type { ReactNode } from "react";
import { Button, LinkButton } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { AUDIT_FILTERS, type AuditFilter } from "@/domain/audit/schema";
import { actionWords } from "@/domain/audit/words";
import { auditHref } from "./audit-params";

const SHOWN = ["actor", "action", "objectKind", "from", "to"];

/** The filters as a plain form: it works before any script has arrived, and its answer is an address to send on. */
export function FilterForm({
  path,
  filter,
  actions,
}: {
  path: string;
  filter: AuditFilter;
  /** The actions that the trail has. */
  actions: readonly string[];
}) {
  const kinds = [...new Set(actions.map((action) => action.split(".")[0] ?? action))].sort();
  const isFiltered = AUDIT_FILTERS.some(({ name }) => filter[name] !== undefined);
  const option = (value: string) => ({ value, label: value.replaceAll("_", " ") });
  return (
    <search className="print:hidden">
      <form
        // A new address is a new form: going back shows what was asked for then.
        key={JSON.stringify(filter)}
        action={path}
        className="flex flex-wrap items-end gap-x-3 gap-y-2 max-sm:-mx-3 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-3 max-sm:py-1 max-sm:[scrollbar-width:none]"
      >
        <Wide className="w-52">
          <Field label="Actor">
            <Input name="actor" defaultValue={filter.actor} placeholder="Name or id" autoComplete="off" />
          </Field>
        </Wide>
        <Wide className="w-56">
          <Field label="Action">
            <Select
              name="action"
              defaultValue={filter.action ?? ""}
              options={[
                { value: "", label: "Any action" },
                ...withChosen(actions, filter.action).map((value) => ({ value, label: actionWords(value) })),
              ]}
            />
          </Field>
        </Wide>
        <Wide className="w-40">
          <Field label="Kind of object">
            <Select
              name="objectKind"
              defaultValue={filter.objectKind ?? ""}
              options={[
                { value: "", label: "Any kind" },
                ...withChosen(kinds, filter.objectKind).map(option),
              ]}
            />
          </Field>
        </Wide>
        <Wide className="w-36">
          <Field label="From">
            <Input type="date" name="from" defaultValue={filter.from?.slice(0, 10)} />
          </Field>
        </Wide>
        <Wide className="w-36">
          <Field label="Before">
            <Input type="date" name="to" defaultValue={filter.to?.slice(0, 10)} />
          </Field>
        </Wide>
        {AUDIT_FILTERS.filter(({ name }) => !SHOWN.includes(name) && filter[name] !== undefined).map(
          ({ name, word }) => (
            <span key={name} className="flex min-h-(--ctl) shrink-0 items-center gap-2 text-small text-ink-2">
              <input type="hidden" name={name} value={filter[name]} />
              <span className="max-w-60 truncate">
                {word} {filter[name]}
              </span>
              <LinkButton size="sm" variant="ghost" href={auditHref(path, filter, { [name]: null })}>
                any {word}
              </LinkButton>
            </span>
          ),
        )}
        <Button type="submit">Show</Button>
        {isFiltered ? (
          <LinkButton variant="ghost" href={path}>
            Clear filters
          </LinkButton>
        ) : null}
      </form>
    </search>
  );
}

function withChosen(values: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen === undefined || values.includes(chosen) ? values : [...values, chosen];
}

function Wide({ className, children }: { className: string; children: ReactNode }) {
  return <div className={`${className} shrink-0`}>{children}</div>;
}
