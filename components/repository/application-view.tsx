import Link from "next/link";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import type { ShownApplication } from "./use-rules-save";

/** What the rules make of the changes on record, in a sentence and with examples. */
export function ApplicationView({
  workspace,
  application: { kind, changes, changed, withoutService, examples },
}: {
  workspace: string;
  application: ShownApplication;
}) {
  return (
    <section aria-label="Effect of the rules" className="rounded-2 border border-line">
      <p role="status" className="px-3 py-2">
        {sentenceOf({ kind, changes, changed })}
        {changes > 0 ? (
          <span className="text-ink-2">
            {" "}
            {withoutService === 0 ? "Each belongs" : `${count(withoutService)} belong`}{" "}
            {withoutService === 0 ? "to some service." : "to no service."}
          </span>
        ) : null}
      </p>
      {examples.length > 0 ? (
        <DataTable tight>
          <caption className="sr-only">Examples of changes that become others</caption>
          <thead>
            <tr>
              <Th>Change</Th>
              <Th wide>Before</Th>
              <Th wide>After</Th>
            </tr>
          </thead>
          <tbody>
            {examples.map(({ id, title, before, after }) => (
              <tr key={id}>
                <TitleCell>
                  <Link href={`/${workspace}/changes/${id}`}>{title}</Link>
                  <SecondLine>
                    {listed(before)} → {listed(after)}
                  </SecondLine>
                </TitleCell>
                <Td wide className="text-ink-2">
                  {listed(before)}
                </Td>
                <Td wide>{listed(after)}</Td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      ) : null}
    </section>
  );
}

const count = (number: number) => number.toLocaleString("en");
const listed = (slugs: readonly string[]) => (slugs.length === 0 ? "none" : slugs.join(", "));

function sentenceOf({
  kind,
  changes,
  changed,
}: Pick<ShownApplication, "kind" | "changes" | "changed">): string {
  if (changes === 0) return "No change of this repository is on record with its files yet.";
  if (kind === "applied") return `${count(changed)} of ${count(changes)} changes got other services.`;
  if (changed === 0) return `None of the ${count(changes)} changes on record would get other services.`;
  return `${count(changed)} of ${count(changes)} changes on record would get other services.`;
}
