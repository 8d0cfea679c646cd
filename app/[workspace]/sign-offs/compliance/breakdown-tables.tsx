import Link from "next/link";
import type { ReactNode } from "react";
import { DataTable, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { signOffHref } from "@/domain/overview/links";
import type { DaySpan } from "@/domain/overview/period";
import { numberWords, spanWords } from "@/domain/overview/words";
import { COMPLIANCE_STATES } from "@/domain/sign-off/compliance";
import type { Compliance, ComplianceFigures } from "@/domain/sign-off/compliance-schema";
import { COMPLIANCE_PARTS, ratioWords } from "@/domain/sign-off/compliance-words";
import { type CompliancePageQuery, compliancePageSearch } from "./compliance-query";

/** Left to a wider screen. */
const WIDE: ReadonlySet<string> = new Set(["satisfied", "late", "waived"]);

interface Props {
  data: Compliance;
  base: string;
  query: CompliancePageQuery;
  /** Slugs that the page is narrowed to; null is all. */
  services: readonly string[] | null;
}

export function TeamTable({ data, base, query }: Props) {
  const path = `${base}/sign-offs/compliance`;
  return (
    <Breakdown
      id="teams"
      title="By team"
      description="that keeps the service; fewest in time first"
      first="Team"
    >
      {data.teams.map((team) => (
        <Row
          key={team.name ?? ""}
          figures={team}
          span={data}
          base={base}
          services={team.services}
          name={
            team.name === null ? (
              "No team"
            ) : (
              <Link
                href={`${path}${compliancePageSearch(query, { team: team.name, service: null })}`}
                className="hover:underline"
              >
                {team.name}
              </Link>
            )
          }
        />
      ))}
    </Breakdown>
  );
}

export function ServiceTable({ data, base, query }: Props) {
  const path = `${base}/sign-offs/compliance`;
  return (
    <Breakdown id="services" title="By service" description="fewest in time first" first="Service">
      {data.services.map((service) => (
        <Row
          key={service.slug}
          figures={service}
          span={data}
          base={base}
          services={[service.slug]}
          name={
            <Link
              href={`${path}${compliancePageSearch(query, { service: service.slug, team: null })}`}
              className="hover:underline"
            >
              {service.name}
            </Link>
          }
        />
      ))}
    </Breakdown>
  );
}

/** Newest first, with what became of looking at break-glass. */
export function WeekTable({ data, base, services }: Props) {
  return (
    <Breakdown
      id="weeks"
      title="By week"
      description="looked at: break-glass, by the week after; red is overdue"
      first="Week"
      more={
        <Th num wide>
          Looked at
        </Th>
      }
    >
      {data.points.toReversed().map((point) => {
        const span = { from: point.start, to: point.end };
        const { opened, reviewedInTime, overdue } = point.breakGlass;
        return (
          <Row
            key={point.start}
            figures={point}
            span={span}
            base={base}
            services={services}
            name={<span className="whitespace-nowrap">{spanWords(span, false)}</span>}
            more={
              <Td num wide>
                {opened === 0 ? (
                  "–"
                ) : (
                  <span className={overdue > 0 ? "text-bad" : undefined}>
                    {numberWords(reviewedInTime)} of {numberWords(opened)}
                    {overdue > 0 ? (
                      <span className="sr-only"> and {numberWords(overdue)} overdue</span>
                    ) : null}
                  </span>
                )}
              </Td>
            }
          />
        );
      })}
    </Breakdown>
  );
}

function Breakdown({
  id,
  title,
  description,
  first,
  more,
  children,
}: {
  id: string;
  title: string;
  description: string;
  first: string;
  more?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Panel aria-labelledby={id} className="pb-1">
      <PanelHeader id={id} title={title} description={description} />
      <DataTable tight>
        <thead>
          <tr>
            <Th>{first}</Th>
            <Th num>Required</Th>
            {COMPLIANCE_PARTS.map(({ key, name }) => (
              <Th key={key} num wide={WIDE.has(key)}>
                {name}
              </Th>
            ))}
            <Th num>In time, %</Th>
            {more}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </DataTable>
    </Panel>
  );
}

function Row({
  figures,
  name,
  span,
  base,
  services,
  more,
}: {
  figures: ComplianceFigures;
  name: ReactNode;
  span: DaySpan;
  base: string;
  services: readonly string[] | null;
  more?: ReactNode;
}) {
  const cell = (part: keyof typeof COMPLIANCE_STATES) => (
    <Td key={part} num wide={WIDE.has(part)}>
      {figures[part] === 0 ? (
        <span className="text-ink-3">0</span>
      ) : (
        <Link
          href={signOffHref(base, span, { states: COMPLIANCE_STATES[part], services })}
          prefetch={false}
          className="hover:underline"
        >
          {numberWords(figures[part])}
        </Link>
      )}
    </Td>
  );
  return (
    <tr>
      <Td>{name}</Td>
      {cell("required")}
      {COMPLIANCE_PARTS.map(({ key }) => cell(key))}
      <Td num className="font-semibold">
        {figures.ratio === null ? (
          <span className="font-normal text-ink-3 text-small">{ratioWords(null)}</span>
        ) : (
          ratioWords(figures.ratio)
        )}
      </Td>
      {more}
    </tr>
  );
}
