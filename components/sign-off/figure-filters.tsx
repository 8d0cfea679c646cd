import Link from "next/link";
import { Segmented } from "@/components/ui/segmented";

/** The weeks that figures on sign-offs are of, the one service or team where they are narrowed, and the other figures. */
export function FigureFilters<Weeks extends number>({
  weeks,
  periods,
  hrefOfWeeks,
  only,
  other,
}: {
  weeks: Weeks;
  periods: readonly Weeks[];
  hrefOfWeeks: (weeks: Weeks) => string;
  only: { name: string; clearHref: string } | null;
  other: { word: string; href: string };
}) {
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <Segmented
        label="Period"
        value={String(weeks)}
        options={periods.map((one) => ({
          value: String(one),
          label: `${one} weeks`,
          href: hrefOfWeeks(one),
        }))}
      />
      {only === null ? null : (
        <>
          <span className="text-small text-ink-2">
            Only <b className="font-semibold text-ink">{only.name}</b>
          </span>
          <Link href={only.clearHref} className="link text-small">
            Clear filter
          </Link>
        </>
      )}
      <Link href={other.href} className="link ml-auto text-small">
        {other.word}
      </Link>
    </div>
  );
}
