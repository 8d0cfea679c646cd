import Link from "next/link";
import { ShareSwatch } from "@/components/charts/share-panel";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
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
  return (
    <Panel aria-labelledby="changes">
      <PanelHeader
        id="changes"
        title="Changes by AI’s part"
        description="share of production changes, and change failure rate"
        right={
          <Link href={changesHref(base, period, { services: changes.services })} className="link text-small">
            All changes of the period
          </Link>
        }
      />
      <PanelBody className="px-0 pb-3 max-sm:px-0">
        <table className="w-full text-body max-sm:hidden">
          <thead>
            <tr className="h-8 border-line border-b text-left text-ink-2 text-small [&>th]:font-medium">
              <th className="pl-4">AI’s part</th>
              <th className="text-right">Changes</th>
              <th className="text-right">Share</th>
              <th className="text-right">Followed up</th>
              <th className="text-right">Failed</th>
              <th className="pr-4 text-right">Change failure rate</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <ClassRow key={one.involvement} {...one} changes={changes} period={period} base={base} />
            ))}
          </tbody>
        </table>
        <ul className="sm:hidden">
          {classes.map((one) => (
            <ClassLines key={one.involvement} {...one} changes={changes} period={period} base={base} />
          ))}
        </ul>
        <p className="px-4 pt-3 text-ink-3 text-small max-sm:px-3">
          Follow-up window of {failure.followUpDays} days: changes before {dayWords(failure.countedTo, true)}{" "}
          count;{" "}
          <Link
            href={changesHref(
              base,
              { from: failure.countedTo, to: period.to },
              { services: changes.services },
            )}
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
      </PanelBody>
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
    <tr className="h-9 border-line border-b last:border-b-0">
      <td className="pl-4">
        <ClassName {...props} />
      </td>
      <NumberCell {...figures.changes} />
      <td className="text-right">{figures.share}</td>
      <NumberCell {...figures.followed} />
      <NumberCell {...figures.failed} />
      <td className="pr-4 text-right font-semibold">
        <Rate rate={figures.rate} href={figures.failed.href} />
      </td>
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
    <td className="text-right">
      <Link href={href} prefetch={false} className="hover:underline">
        {text}
      </Link>
    </td>
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
