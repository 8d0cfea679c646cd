import type { ListParams } from "./list-address";

export interface PlainFilter {
  name: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
}

/** The filters as one plain form, for a browser that runs no script: the chips need one to open. */
export function PlainFilterForm({
  path,
  params,
  filters,
  hidden,
  dates,
}: {
  path: string;
  params: ListParams;
  filters: readonly PlainFilter[];
  /** Params that the form has no field for and keeps. */
  hidden: readonly string[];
  dates: { from: string; to: string };
}) {
  return (
    <noscript>
      <form action={path} className="flex flex-wrap items-end gap-3 pb-2">
        {hidden.map((name) =>
          params[name] ? <input key={name} type="hidden" name={name} value={params[name]} /> : null,
        )}
        {filters.map(({ name, label, options }) => (
          <label key={name} className="flex flex-col gap-1 text-small text-ink-2">
            {label}
            <select
              name={name}
              defaultValue={params[name] ?? ""}
              className="h-(--ctl) rounded-2 border border-control"
            >
              <option value="">any</option>
              {options.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
        {(["from", "to"] as const).map((name) => (
          <label key={name} className="flex flex-col gap-1 text-small text-ink-2">
            {dates[name]}
            <input
              type="date"
              name={name}
              defaultValue={params[name]?.slice(0, 10)}
              className="h-(--ctl) rounded-2 border border-control px-2"
            />
          </label>
        ))}
        <button
          type="submit"
          className="h-(--ctl) rounded-2 border border-accent bg-accent px-2.5 text-accent-ink"
        >
          Show
        </button>
      </form>
    </noscript>
  );
}
