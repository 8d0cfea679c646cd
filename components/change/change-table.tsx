import Link from "next/link";
import { listText } from "@/components/incident/format";
import type { ListParams } from "@/components/list/list-address";
import { cx } from "@/components/ui/class-names";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { ChangeSummary } from "@/domain/change/schema";
import { AiInvolvement } from "./ai-involvement";
import { ChangeKindMark, changeKindName } from "./change-kind";
import { ChangeVerdict } from "./change-verdict";
import { orderHref } from "./list-params";
import { levelWord, sizeText } from "./words";

const onlyLarge = "max-lg:hidden print:table-cell";

/** The rows of the ledger: eight columns where there is room, two lines on a phone. */
export function ChangeTable({
  changes,
  base,
  zone,
  now,
  params,
}: {
  changes: readonly ChangeSummary[];
  /** "/acme": the workspace's pages. */
  base: string;
  zone: string;
  now: Date;
  params: ListParams;
}) {
  const path = `${base}/changes`;
  const isOldestFirst = params.order === "asc";
  return (
    <DataTable>
      <caption className="sr-only">Changes</caption>
      <thead>
        <tr>
          <Th wide aria-sort={isOldestFirst ? "ascending" : "descending"}>
            <Link
              href={orderHref(path, params)}
              scroll={false}
              prefetch={false}
              className="rounded-1 text-ink hover:text-ink"
            >
              Live<span aria-hidden="true">{isOldestFirst ? " ↑" : " ↓"}</span>
            </Link>
          </Th>
          <Th wide>Kind</Th>
          <Th>Change</Th>
          <Th wide>Services</Th>
          <Th wide className={onlyLarge}>
            Author
          </Th>
          <Th num wide className={onlyLarge}>
            Size
          </Th>
          <Th wide>AI involvement</Th>
          <Th>Verdict</Th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Row key={change.id} change={change} path={path} zone={zone} now={now} />
        ))}
      </tbody>
    </DataTable>
  );
}

function Row({ change, path, zone, now }: { change: ChangeSummary; path: string; zone: string; now: Date }) {
  const services = change.services.map((service) => service.name);
  const { author } = change;
  return (
    <tr data-row>
      <Td wide className="whitespace-nowrap text-ink-2">
        <LiveTime at={change.at} zone={zone} now={now} />
      </Td>
      <Td wide>
        <ChangeKindMark kind={change.kind} />
      </Td>
      <TitleCell className="max-sm:!max-w-0">
        <Link href={`${path}/${change.id}`} prefetch={false}>
          {change.title}
          <Ref change={change} className="ml-2 max-sm:hidden" />
        </Link>
        <SecondLine>
          <span className="block truncate">
            <LiveTime at={change.at} zone={zone} now={now} /> · {changeKindName(change.kind)}
            {services.length > 0 ? ` · ${listText(services, 2)}` : ""}
            {author ? ` · ${author.name}` : ""}
          </span>
          <span className="mt-1 flex items-center gap-1.5">
            <AiInvolvement change={change} />
            <Ref change={change} />
          </span>
        </SecondLine>
      </TitleCell>
      <Td wide className="max-w-36 truncate" title={services.join(", ")}>
        {services.length > 0 ? listText(services, 2) : <span className="text-ink-3">none</span>}
      </Td>
      <Td wide className={cx(onlyLarge, "max-w-44 truncate")}>
        {author ? (
          <>
            {author.name}
            <span className="text-ink-3">, {author.isBot ? "bot" : levelWord(author.level)}</span>
          </>
        ) : (
          <span className="text-ink-3">not known</span>
        )}
      </Td>
      <Td num wide className={cx(onlyLarge, "text-ink-2")} title={filesText(change)}>
        {sizeText(change) ?? <span className="text-ink-3">–</span>}
      </Td>
      <Td wide className="whitespace-nowrap">
        <AiInvolvement change={change} />
      </Td>
      <Td className="max-sm:align-top max-sm:pt-2.5">
        {change.verdict ? (
          <ChangeVerdict verdict={change.verdict} />
        ) : (
          <span className="text-ink-3 max-sm:hidden">–</span>
        )}
      </Td>
    </tr>
  );
}

function filesText({ files }: ChangeSummary): string | undefined {
  if (files === null) return undefined;
  return files === 1 ? "1 file" : `${files} files`;
}

/** What the sample made up carries a dashed outline, here as everywhere; the line above the list says so. */
function Ref({ change, className }: { change: ChangeSummary; className?: string }) {
  if (change.ref === null && !change.generated) return null;
  return (
    <span
      title={change.generated ? "Made up by the sample from a seed; not from the public record." : undefined}
      className={cx(
        "font-mono text-small font-normal text-ink-3",
        change.generated &&
          "inline-block rounded-1 border border-dashed border-control px-[3px] leading-snug",
        className,
      )}
    >
      {change.ref ?? "generated"}
      {change.generated && change.ref !== null ? <span className="sr-only">, generated</span> : null}
    </span>
  );
}

const DAY_MS = 86_400_000;

/** The day and the time; the year where it is not this one. */
function LiveTime({ at, zone, now }: { at: string; zone: string; now: Date }) {
  const agoMs = now.getTime() - Date.parse(at);
  if (agoMs > 300 * DAY_MS) return <Time at={at} zone={zone} />;
  return (
    <>
      <Time at={at} zone={zone} format="day" />, <Time at={at} zone={zone} format="time" />
    </>
  );
}
