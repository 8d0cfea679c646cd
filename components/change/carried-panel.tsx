import Link from "next/link";
import { DataTable, SecondLine, Td, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { ChangeSummary } from "@/domain/change/schema";
import { AiInvolvement } from "./ai-involvement";
import { ChangeKindIcon } from "./change-kind";
import { ChangeVerdict } from "./change-verdict";

/** Rows that show at once; a deployment may carry hundreds. */
const SHOWN = 12;

/** The changes that a deployment brought, or the deployments that brought a change. */
export function CarriedPanel({
  id,
  title,
  changes,
  base,
  zone,
}: {
  id: string;
  title: string;
  changes: readonly ChangeSummary[];
  base: string;
  zone: string;
}) {
  if (changes.length === 0) return null;
  const rest = changes.slice(SHOWN);
  const rows = (list: readonly ChangeSummary[]) => (
    <DataTable tight>
      <caption className="sr-only">{title}</caption>
      <tbody>
        {list.map((change) => (
          <Row key={change.id} change={change} base={base} zone={zone} />
        ))}
      </tbody>
    </DataTable>
  );
  return (
    <Panel aria-labelledby={id}>
      <PanelHeader
        id={id}
        title={title}
        description={changes.length === 1 ? "one change" : `${changes.length} changes`}
      />
      <div className="pt-2 pb-1">
        {rows(changes.slice(0, SHOWN))}
        {rest.length > 0 ? (
          <details>
            <summary className="w-fit rounded-1 px-4 py-2 text-small text-ink-2 hover:text-ink max-sm:px-3">
              {rest.length} more
            </summary>
            {rows(rest)}
          </details>
        ) : null}
      </div>
    </Panel>
  );
}

function Row({ change, base, zone }: { change: ChangeSummary; base: string; zone: string }) {
  return (
    <tr>
      <TitleCell className="max-sm:!max-w-0">
        <Link href={`${base}/changes/${change.id}`} prefetch={false}>
          <span className="mr-1.5 inline-block align-[-2px]">
            <ChangeKindIcon kind={change.kind} />
          </span>
          {change.title}
        </Link>
        <SecondLine>
          <span className="flex flex-wrap items-center gap-1.5">
            <Time at={change.at} zone={zone} />
            <AiInvolvement change={change} />
          </span>
        </SecondLine>
      </TitleCell>
      <Td wide className="font-mono text-small text-ink-3">
        {change.ref}
      </Td>
      <Td wide>
        <AiInvolvement change={change} />
      </Td>
      <Td>{change.verdict ? <ChangeVerdict verdict={change.verdict} /> : null}</Td>
      <Td wide className="whitespace-nowrap text-ink-2">
        <Time at={change.at} zone={zone} />
      </Td>
    </tr>
  );
}
