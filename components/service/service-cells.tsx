import Link from "next/link";
import type { ReactNode } from "react";
import { GeneratedTag } from "@/components/ui/chip";
import { Td } from "@/components/ui/data-table";
import { DayStrip } from "@/components/ui/day-strip";
import { formatAvailability } from "@/domain/availability/availability";
import { addDays, type Day } from "@/domain/calendar/day";
import type { ServiceDays } from "@/domain/overview/data";
import { numberWords } from "@/domain/overview/words";
import { budgetWords, objectiveWords } from "@/domain/service/figures";

/** A service's name, leading to its page. `tagClassName` says where the tag shows. */
export function ServiceName({
  name,
  href,
  isTagged,
  tagClassName,
}: {
  name: string;
  href: string;
  isTagged: boolean;
  tagClassName?: string;
}) {
  return (
    <span className="inline-flex items-center gap-2">
      <Link href={href} prefetch={false} className="font-medium hover:underline">
        {name}
      </Link>
      {isTagged ? (
        <span className={tagClassName}>
          <GeneratedTag />
        </span>
      ) : null}
    </span>
  );
}

/** The days of a service from `from` on, as a strip that says how many of them lost something. */
export function ServiceStrip({
  name,
  from,
  lost,
}: {
  name: string;
  from: Day;
  lost: readonly (number | null)[];
}) {
  const hit = lost.filter((minutes) => (minutes ?? 0) > 0).length;
  const days = lost.map((lostMinutes, index) => ({ day: addDays(from, index), lostMinutes }));
  return <DayStrip days={days} label={`${name}: loss on ${hit} of ${days.length} days`} />;
}

type Figures = Pick<ServiceDays, "weight" | "availability" | "objective" | "budgetLeftRatio">;

/** Weight, days, availability, objective, budget: the same cells wherever services stand in a table. */
export function ServiceCells({ row, strip }: { row: Figures; strip: ReactNode }) {
  const isOverspent = row.budgetLeftRatio !== null && row.budgetLeftRatio < 0;
  return (
    <>
      <Td num wide className="text-ink-2">
        {numberWords(row.weight, Number.isInteger(row.weight) ? 0 : 1)}
      </Td>
      <Td wide>{strip}</Td>
      <Td num className="font-semibold">
        {formatAvailability(row.availability)}
      </Td>
      <Td num wide className="text-ink-2">
        {objectiveWords(row.objective)}
      </Td>
      <Td num className={isOverspent ? "text-bad" : undefined}>
        {budgetWords(row)}
      </Td>
    </>
  );
}
