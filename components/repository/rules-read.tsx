import { DataTable, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import type { PathRule } from "@/domain/repository/schema";

/** The rules for those who may read them. */
export function RulesRead({ rules }: { rules: readonly PathRule[] }) {
  return (
    <Panel aria-labelledby="rules">
      <PanelHeader
        id="rules"
        title="Which files belong to which services"
        description={<span className="max-sm:hidden">the last rule that matches decides</span>}
      />
      {rules.length === 0 ? (
        <PanelBody>
          <EmptyState title="No rules yet">A responder of the workspace can write them.</EmptyState>
        </PanelBody>
      ) : (
        <DataTable>
          <caption className="sr-only">Rules</caption>
          <thead>
            <tr>
              <Th>Rule</Th>
              <Th>Pattern</Th>
              <Th>Services</Th>
            </tr>
          </thead>
          <tbody>
            {rules
              .map((rule, at) => ({ ...rule, number: at + 1 }))
              .map(({ number, pattern, services }) => (
                <tr key={number}>
                  <Td className="w-12 text-ink-3">{number}</Td>
                  <Td className="font-mono !text-[0.92em] break-all">{pattern}</Td>
                  <Td>
                    {services.length === 0 ? <span className="text-ink-3">none</span> : services.join(", ")}
                  </Td>
                </tr>
              ))}
          </tbody>
        </DataTable>
      )}
    </Panel>
  );
}
