import { CauseSwatch } from "@/components/cause/cause-swatch";
import { Button } from "@/components/ui/button";
import { causeEntry } from "@/domain/cause/taxonomy";
import type { OverviewData } from "@/domain/overview/data";
import { overviewSearch } from "@/domain/overview/query";
import { FilterDetails } from "./filter-details";
import { Chevron, Choice, ChoiceList, KeptFields } from "./period-filter";

/** More than this many are chosen from a select in a form: a link each would weigh more than the page. */
const LINKS_MAX = 40;

export function ServiceFilter({ data, base }: { data: OverviewData; base: string }) {
  return (
    <ValueFilter
      data={data}
      base={base}
      name="service"
      label="Service"
      all="All services"
      chosen={data.service?.name ?? null}
      values={data.choices.services.map(({ slug, name }) => ({ value: slug, label: name }))}
    />
  );
}

export function TeamFilter({ data, base }: { data: OverviewData; base: string }) {
  if (data.choices.teams.length === 0) return null;
  return (
    <ValueFilter
      data={data}
      base={base}
      name="team"
      label="Team"
      all="All teams"
      chosen={data.query.team}
      values={data.choices.teams.map((team) => ({ value: team, label: team }))}
    />
  );
}

export function CauseFilter({ data, base }: { data: OverviewData; base: string }) {
  const { cause } = data.query;
  const kinds = [...new Set([...data.choices.causes, ...(cause === null ? [] : [cause])])];
  return (
    <ValueFilter
      data={data}
      base={base}
      name="cause"
      label="Cause"
      all="All causes"
      chosen={cause === null ? null : causeEntry(cause).short}
      values={kinds.map((kind) => ({ value: kind, label: causeEntry(kind).name, swatch: true }))}
    />
  );
}

function ValueFilter({
  data,
  base,
  name,
  label,
  all,
  chosen,
  values,
}: {
  data: OverviewData;
  base: string;
  name: "service" | "team" | "cause";
  label: string;
  all: string;
  chosen: string | null;
  values: readonly { value: string; label: string; swatch?: boolean }[];
}) {
  const href = (value: string | null) => `${base}${overviewSearch(data.query, { [name]: value })}`;
  return (
    <FilterDetails
      set={chosen !== null}
      label={
        chosen === null ? (
          label
        ) : (
          <>
            <span className="text-ink-2">{label}</span>
            <b className="max-w-48 truncate font-medium text-ink">{chosen}</b>
            <Chevron />
          </>
        )
      }
    >
      {values.length > LINKS_MAX ? (
        <form action={base} className="flex flex-col gap-2 p-3">
          <KeptFields query={data.query} without={[name]} />
          <select
            name={name}
            aria-label={label}
            defaultValue={data.query[name] ?? ""}
            className="h-(--ctl) max-w-72 rounded-2 border border-control bg-surface px-2"
          >
            <option value="">{all}</option>
            {values.map(({ value, label: text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
          <Button type="submit" className="self-start">
            Show
          </Button>
        </form>
      ) : (
        <ChoiceList>
          <Choice href={href(null)} chosen={data.query[name] === null}>
            {all}
          </Choice>
          {values.map(({ value, label: text, swatch }) => (
            <Choice key={value} href={href(value)} chosen={data.query[name] === value}>
              {swatch ? <CauseSwatch kind={value} /> : null}
              {text}
            </Choice>
          ))}
        </ChoiceList>
      )}
    </FilterDetails>
  );
}
