import { AutonomyMark } from "@/components/agent/autonomy";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import type { RegisteredAgent } from "@/domain/agent/schema";
import { AUTONOMY_WORDS } from "@/domain/sign-off/rule-words";

/** What it may do, permission by permission. */
export function PermissionsPanel({ agent }: { agent: RegisteredAgent }) {
  return (
    <Panel aria-labelledby="permissions">
      <PanelHeader
        id="permissions"
        title="What it may do"
        description={
          <span className="max-sm:hidden">of several permissions that fit, the most careful counts</span>
        }
      />
      {agent.permissions.length === 0 ? (
        <PanelBody>
          <EmptyState title="Nothing">
            It has no permission yet, so whatever it asks for is denied.
          </EmptyState>
        </PanelBody>
      ) : (
        <DataTable aria-label="Permissions">
          <thead>
            <tr>
              <Th>Where</Th>
              <Th>What</Th>
              <Th wide>How far</Th>
              <Th wide>Destructive alone in production</Th>
            </tr>
          </thead>
          <tbody>
            {agent.permissions.map(({ environments, actions, autonomy, destructiveAlone = [] }) => (
              <tr key={`${environments.join()} ${actions.join()} ${autonomy}`} className="[&>td]:align-top">
                <Td className="!py-2 whitespace-normal">{anyOr(environments, "anywhere")}</Td>
                <Td className="!py-2 whitespace-normal">
                  {anyOr(actions, "anything")}
                  <SecondLine>
                    <AutonomyMark autonomy={autonomy} /> {AUTONOMY_WORDS[autonomy]}
                    {destructiveAlone.length === 0
                      ? ""
                      : `, destructive alone: ${destructiveAlone.join(", ")}`}
                  </SecondLine>
                </Td>
                <Td wide className="!py-2 whitespace-nowrap">
                  <AutonomyMark autonomy={autonomy} /> {AUTONOMY_WORDS[autonomy]}
                </Td>
                <Td wide className="!py-2 whitespace-normal">
                  {destructiveAlone.length === 0 ? (
                    <span className="text-ink-3">none</span>
                  ) : (
                    <span className="text-warn">{destructiveAlone.join(", ")}</span>
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      <PanelBody>
        <p className="text-small text-ink-3">
          A destructive action in production always needs a person, unless every permission that fits names
          that very action. The policy is asked as well, and the stricter of the two stands.
        </p>
      </PanelBody>
    </Panel>
  );
}

const anyOr = (names: readonly string[], any: string) =>
  names.some((name) => name.trim() === "*") ? any : names.join(", ");
