import Link from "next/link";
import { listText } from "@/components/incident/format";
import type { ListParams } from "@/components/list/list-address";
import { SignOffChip } from "@/components/sign-off/sign-off-chip";
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
          <Th num wide className={onlyLarge}>
            Size
          </Th>
          <Th wide>AI involvement</Th>
          <Th wide>Sign-off</Th>
          <Th wide>Verdict</Th>
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
  return (
    <tr data-row>
      <Td wide className="whitespace-nowrap text-ink-2">
        <LiveTime at={change.at} zone={zone} now={now} />
      </Td>
      <Td wide>
        <ChangeKindMark kind={change.kind} />
      </Td>
      <TitleCell className="!py-1.5 max-sm:!max-w-0">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={`${path}/${change.id}`}
            prefetch={false}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {change.title}
          </Link>
          <span className="ml-auto flex shrink-0 items-center gap-1 sm:hidden">
            {change.signOff ? <SignOffChip state={change.signOff} /> : null}
            {change.verdict ? <ChangeVerdict verdict={change.verdict} /> : null}
          </span>
        </span>
        <span className="mt-px block truncate text-small text-ink-3 max-sm:hidden">
          <Ref change={change} />
          <Author change={change} />
        </span>
        <SecondLine>
          <span className="flex items-center gap-2">
            <span className="min-w-0 truncate">
              <span
                className={cx(change.generated && "rounded-1 border border-dashed border-control px-[3px]")}
              >
                <LiveTime at={change.at} zone={zone} now={now} />
                {change.generated ? <span className="sr-only">, generated</span> : null}
              </span>{" "}
              · {changeKindName(change.kind)}
              {services.length > 0 ? ` · ${listText(services, 2)}` : ""}
            </span>
            <span className="ml-auto shrink-0">
              <AiInvolvement change={change} short />
            </span>
          </span>
        </SecondLine>
      </TitleCell>
      <Td wide className="max-w-36 truncate" title={services.join(", ")}>
        {services.length > 0 ? listText(services, 2) : <span className="text-ink-3">none</span>}
      </Td>
      <Td num wide className={cx(onlyLarge, "text-ink-2")} title={filesText(change)}>
        {sizeText(change) ?? <span className="text-ink-3">–</span>}
      </Td>
      <Td wide className="whitespace-nowrap">
        <AiInvolvement change={change} />
      </Td>
      <Td wide>
        {change.signOff ? <SignOffChip state={change.signOff} /> : <span className="text-ink-3">–</span>}
      </Td>
      <Td wide>
        {change.verdict ? <ChangeVerdict verdict={change.verdict} /> : <span className="text-ink-3">–</span>}
      </Td>
    </tr>
  );
}

function filesText({ files }: ChangeSummary): string | undefined {
  if (files === null) return undefined;
  return files === 1 ? "1 file" : `${files} files`;
}

function Author({ change: { author, ref, generated } }: { change: ChangeSummary }) {
  const gap = ref === null && !generated ? "" : " · ";
  if (author === null) return `${gap}author not known`;
  return `${gap}${author.name}, ${author.isBot ? "bot" : levelWord(author.level)}`;
}

/** What the sample made up carries a dashed outline, here as everywhere; the line above the list says so. */
function Ref({ change: { ref, generated } }: { change: ChangeSummary }) {
  if (!generated) return <span className="font-mono">{ref}</span>;
  return (
    <span
      title="Made up by the sample from a seed; not from the public record."
      className="inline-block rounded-1 border border-dashed border-control px-[3px] font-mono leading-snug"
    >
      {ref ?? "generated"}
      {ref === null ? null : <span className="sr-only">, generated</span>}
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
