import { DataTable, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { ASKED_DAYS, type RuleAsked } from "@/server/policy/rules-asked";

/** Which rules asked how much lately, and what became of it. */
export function AskedPanel({ asked, workspace }: { asked: readonly RuleAsked[]; workspace: string }) {
  return (
    <Panel aria-labelledby="asked">
      <PanelHeader id="asked" title="What the rules asked" description={`last ${ASKED_DAYS} days, by rule`} />
      {asked.length === 0 ? (
        <PanelBody>
          <p className="text-ink-2">No rule asked for a sign-off in the last {ASKED_DAYS} days.</p>
        </PanelBody>
      ) : (
        <DataTable>
          <thead>
            <tr>
              <Th>Rule</Th>
              <Th num>Asked</Th>
              <Th num wide>
                Waiting
              </Th>
              <Th num>In time</Th>
              <Th num wide>
                Late
              </Th>
              <Th num>Missing</Th>
            </tr>
          </thead>
          <tbody>
            {asked.map((rule) => (
              <tr key={rule.ruleId}>
                <TitleCell>
                  <span className="block truncate max-sm:whitespace-normal">{rule.name}</span>
                </TitleCell>
                <Td num>{rule.asked.toLocaleString("en")}</Td>
                <Td num wide>
                  {rule.waiting.toLocaleString("en")}
                </Td>
                <Td num>{rule.satisfied.toLocaleString("en")}</Td>
                <Td num wide>
                  {rule.late.toLocaleString("en")}
                </Td>
                <Td num className={rule.missing > 0 ? "text-bad" : undefined}>
                  {rule.missing.toLocaleString("en")}
                </Td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      <p className="px-4 pt-1 pb-3 text-small text-ink-3 max-sm:px-3">
        Changes and requests whose sign-off is{" "}
        <a className="underline" href={`/${workspace}/changes?signOff=missing`}>
          missing
        </a>{" "}
        or{" "}
        <a className="underline" href={`/${workspace}/changes?signOff=late`}>
          late
        </a>{" "}
        are in the ledger.
      </p>
    </Panel>
  );
}
