import Link from "next/link";
import { ShareSwatch } from "@/components/charts/share-panel";
import { DataTable, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { shareOf } from "@/domain/change/failure-rate";
import type { Involvement } from "@/domain/change/kinds";
import type { OverviewChanges, OverviewData } from "@/domain/overview/data";
import { changesHref } from "@/domain/overview/links";
import { dayWords, numberWords, percentWords } from "@/domain/overview/words";

const classes = [
  { involvement: "ai", name: "AI" },
  { involvement: "none-found", name: "No evidence found" },
  { involvement: "unknown", name: "Unknown" },
  { involvement: "automation", name: "Automation, no AI" },
] as const;

/** Changes by AI's part and how often each class failed: numbers with their counts, each leading to its rows. */
export function ChangesPanel({ data, base }: { data: OverviewData; base: string }) {
  const { changes, period } = data;
  if (changes === null) return null;
  const { failure } = changes;
  const isGenerated = data.services.rows.length > 0 && data.services.rows.every(({ generated }) => generated);
  return (
    <Panel aria-labelledby="changes">
      <PanelHeader
        id="changes"
        title="Changes by AI’s part"
        description={`share of production changes, and change failure rate${isGenerated ? "; generated" : ""}`}
        right={
          <Link href={changesHref(base, period, { services: changes.services })} className="link text-small">
            All changes of the period
          </Link>
        }
      />
      <div className="max-sm:hidden">
        <DataTable>
          <thead>
            <tr>
              <Th>AI’s part</Th>
              <Th num>Changes</Th>
              <Th num>Share</Th>
              <Th num>Followed up</Th>
              <Th num>Failed</Th>
              <Th num>Change failure rate</Th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <ClassRow key={one.involvement} {...one} changes={changes} period={period} base={base} />
            ))}
          </tbody>
        </DataTable>
      </div>
      <ul className="sm:hidden">
        {classes.map((one) => (
          <ClassLines key={one.involvement} {...one} changes={changes} period={period} base={base} />
        ))}
      </ul>
      <p className="px-4 pt-2.5 pb-3.5 text-ink-3 text-small max-sm:px-3">
        Follow-up window of {failure.followUpDays} days: changes before {dayWords(failure.countedTo, true)}{" "}
        count;{" "}
        <Link
          href={changesHref(base, { from: failure.countedTo, to: period.to }, { services: changes.services })}
          className="link"
        >
          {numberWords(failure.waiting)} newer
        </Link>{" "}
        not yet. A class of fewer than {failure.changesMin} has no rate.{" "}
        {changes.services === null || changes.services.length === 1
          ? null
          : "A change counts once for each of the services shown that it belongs to. "}
        The classes differ in more than AI.{" "}
        <Link href={`${base}/metrics#change-failure-rate`} prefetch={false} className="link">
          How it is made
        </Link>
      </p>
    </Panel>
  );
}

interface ClassProps {
  involvement: Involvement;
  name: string;
  changes: OverviewChanges;
  period: OverviewData["period"];
  base: string;
}

/** What a class's numbers say and where each leads. */
function figuresOf({ involvement, changes, period, base }: ClassProps) {
  const { total, failure, services } = changes;
  const { changes: followed, failed, rate } = failure.total[involvement];
  const share = shareOf(total, involvement);
  const counted = { from: period.from, to: failure.countedTo };
  return {
    changes: {
      text: numberWords(total[involvement]),
      href: changesHref(base, period, { involvement, services }),
    },
    share: share === null ? "–" : percentWords(share),
    followed: { text: numberWords(followed), href: changesHref(base, counted, { involvement, services }) },
    failed: {
      text: numberWords(failed),
      href: changesHref(base, counted, { involvement, services, verdict: ["cause", "contributing"] }),
    },
    rate: rate === null ? null : `${numberWords(rate * 100, 1)} %`,
  };
}

function ClassRow(props: ClassProps) {
  const figures = figuresOf(props);
  return (
    <tr>
      <Td>
        <ClassName {...props} />
      </Td>
      <NumberCell {...figures.changes} />
      <Td num>{figures.share}</Td>
      <NumberCell {...figures.followed} />
      <NumberCell {...figures.failed} />
      <Td num className="font-semibold">
        <Rate rate={figures.rate} href={figures.failed.href} />
      </Td>
    </tr>
  );
}

function ClassName({ involvement, name }: Pick<ClassProps, "involvement" | "name">) {
  return (
    <span className="inline-flex items-center gap-2">
      <ShareSwatch involvement={involvement} />
      {name}
    </span>
  );
}

function NumberCell({ text, href }: { text: string; href: string }) {
  return (
    <Td num>
      <Link href={href} prefetch={false} className="hover:underline">
        {text}
      </Link>
    </Td>
  );
}

function Rate({ rate, href }: { rate: string | null; href: string }) {
  if (rate === null)
    return <span className="font-normal text-ink-3 text-small">too little data to tell</span>;
  return (
    <Link href={href} prefetch={false} className="hover:underline">
      {rate}
    </Link>
  );
}

/** The same on a narrow screen, in two lines. */
function ClassLines(props: ClassProps) {
  const figures = figuresOf(props);
  return (
    <li className="border-line border-b px-3 py-2 last:border-b-0">
      <p className="flex items-center justify-between gap-3">
        <ClassName {...props} />
        <span className="font-semibold">
          <Rate rate={figures.rate} href={figures.failed.href} />
        </span>
      </p>
      <p className="mt-0.5 flex flex-wrap gap-x-1 text-ink-3 text-small">
        <Link href={figures.changes.href} prefetch={false} className="link">
          {figures.changes.text} changes
        </Link>
        <span>· {figures.share} ·</span>
        <Link href={figures.failed.href} prefetch={false} className="link">
          {figures.failed.text} failed
        </Link>
        <span>of</span>
        <Link href={figures.followed.href} prefetch={false} className="link">
          {figures.followed.text} followed up
        </Link>
      </p>
    </li>
  );
}
