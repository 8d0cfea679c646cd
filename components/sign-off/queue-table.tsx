import type { MouseEvent } from "react";
import { AiInvolvement } from "@/components/change/ai-involvement";
import { Chip } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { SignOffRequest } from "@/domain/sign-off/request-schema";
import { Budget, involved } from "./request-detail";
import { SignOffChip } from "./sign-off-chip";
import type { Progress } from "./use-decisions";
import { WaitingChip } from "./waiting-chip";
import { authorText, refOf, requestSize } from "./words";

const onlyLarge = "max-xl:hidden print:table-cell";

/** The requests of a list, each a link to itself, so that the page can be read before any script has come. */
export function QueueTable({
  requests,
  selectedId,
  progress,
  budgets,
  now,
  zone,
  requestHref,
  onSelect,
}: {
  requests: readonly SignOffRequest[];
  selectedId: string | null;
  progress: ReadonlyMap<string, Progress>;
  budgets: Readonly<Record<string, number>>;
  now: string;
  zone: string;
  requestHref: string;
  onSelect: (id: string) => void;
}) {
  return (
    <DataTable>
      <caption className="sr-only">Requests for sign-off</caption>
      <thead>
        <tr>
          <Th>{requests.every(({ state }) => state === "waiting") ? "Waiting" : "State"}</Th>
          <Th>Change</Th>
          <Th wide>Service</Th>
          <Th wide num className={onlyLarge}>
            Size
          </Th>
          <Th wide>AI involvement</Th>
        </tr>
      </thead>
      <tbody>
        {requests.map((request) => (
          <Row
            key={request.id}
            request={request}
            isSelected={request.id === selectedId}
            progress={progress.get(request.id)}
            budgets={budgets}
            now={now}
            zone={zone}
            href={`${requestHref}${request.id}#request`}
            onSelect={onSelect}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function Row({
  request,
  isSelected,
  progress,
  budgets,
  now,
  zone,
  href,
  onSelect,
}: {
  request: SignOffRequest;
  isSelected: boolean;
  progress: Progress | undefined;
  budgets: Readonly<Record<string, number>>;
  now: string;
  zone: string;
  href: string;
  onSelect: (id: string) => void;
}) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onSelect(request.id);
  };
  const size = requestSize(request);
  const [service, ...others] = request.services;
  const budget = service === undefined ? undefined : budgets[service.slug];
  const isDone = progress?.is === "decided";
  return (
    <tr
      data-request={request.id}
      data-selected={isSelected || undefined}
      className={cx("[&>td]:!h-13", isDone && "[&>td]:opacity-60")}
    >
      <Td className="align-top max-sm:!pt-3 sm:align-middle">
        {request.state === "waiting" ? (
          <WaitingChip request={request} now={now} />
        ) : (
          <>
            <SignOffChip state={request.state} />
            <Time
              at={request.requestedAt}
              zone={zone}
              format="day"
              className="mt-0.5 block text-small text-ink-3"
            />
          </>
        )}
      </Td>
      <TitleCell className="!py-1.5 sm:!w-[44%]">
        <a href={href} onClick={follow} aria-current={isSelected || undefined}>
          {request.title}
        </a>
        <span className="mt-px block truncate text-small text-ink-3 max-sm:whitespace-normal">
          <Ref request={request} />
          {authorText(request)}
          {request.assignee ? ` · handed to ${request.assignee.name}` : ""}
        </span>
        <SecondLine>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1 pt-0.5">
            <span>{service?.name ?? "no service"}</span>
            {budget === undefined ? null : <Budget spentRatio={budget} />}
            {size}
            <AiInvolvement change={involved(request)} short />
          </span>
        </SecondLine>
        <RowState progress={progress} />
      </TitleCell>
      <Td wide className="max-w-40">
        <span className="block truncate" title={request.services.map(({ name }) => name).join(", ")}>
          {service?.name ?? <span className="text-ink-3">none</span>}
          {others.length > 0 ? ` +${others.length}` : ""}
        </span>
        {budget === undefined ? null : (
          <span className="block text-small whitespace-nowrap text-ink-3">
            <Budget spentRatio={budget} />
          </span>
        )}
      </Td>
      <Td wide num className={cx(onlyLarge, "text-ink-2")}>
        {size ?? <span className="text-ink-3">–</span>}
      </Td>
      <Td wide className="whitespace-nowrap">
        <AiInvolvement change={involved(request)} />
      </Td>
    </tr>
  );
}

/** What the sample made up carries a dashed outline, here as everywhere. */
function Ref({ request }: { request: SignOffRequest }) {
  const ref = refOf(request);
  if (!request.generated) return ref === null ? null : <span className="font-mono">{ref} · </span>;
  return (
    <>
      <span
        title="Made up by the sample from a seed; not from the public record."
        className="inline-block rounded-1 border border-dashed border-control px-[3px] font-mono leading-snug"
      >
        {ref ?? "generated"}
        {ref === null ? null : <span className="sr-only">, generated</span>}
      </span>{" "}
    </>
  );
}

/** What became of a decision, in the row that it was about. */
function RowState({ progress }: { progress: Progress | undefined }) {
  if (progress === undefined) return null;
  if (progress.is === "failed") {
    return (
      <span role="alert" className="mt-0.5 block text-small whitespace-normal text-bad">
        {progress.message}
      </span>
    );
  }
  return (
    <span className="mt-0.5 block">
      {progress.is === "sending" ? (
        <Chip tone="mute">{progress.words}…</Chip>
      ) : (
        <Chip tone={progress.tone}>{progress.words}</Chip>
      )}
    </span>
  );
}
