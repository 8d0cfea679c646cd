import { CauseSwatch } from "@/components/cause/cause-swatch";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { causeEntry } from "@/domain/cause/kinds";
import type { PolicyReplay, ReplayedPolicy } from "@/domain/sign-off/replay-schema";
import { percent } from "@/domain/sign-off/replay-words";
import { markOf } from "./replay-layout";

const KIND_WORDS = { draft: "draft", "in-force": "in force", preset: "preset" } as const;

/** The policies side by side: what each would have held, and what it would have cost. */
export function ReplayedTable({ replay }: { replay: PolicyReplay }) {
  const { policies, incidents } = replay;
  return (
    <DataTable flush>
      <thead>
        <tr>
          <Th>Policy</Th>
          <Th num>Incidents held</Th>
          <Th num wide>
            Sign-offs
          </Th>
          <Th num wide>
            In time
          </Th>
          <Th num wide>
            Held
          </Th>
          <Th num wide>
            Harmless
          </Th>
          <Th num>h / week</Th>
          <Th num wide>
            Used
          </Th>
        </tr>
      </thead>
      <tbody>
        {policies.map((policy) => (
          <tr key={policy.key} className={policy.kind === "draft" ? "bg-accent-soft" : undefined}>
            <Td className="min-w-36 py-1.5 sm:min-w-56">
              <span className="font-medium">{markOf(policies, policy.key)}</span>{" "}
              {policy.kind === "preset" ? policy.name : null}{" "}
              {policy.kind === "draft" ? null : <span className="text-ink-3">{KIND_WORDS[policy.kind]}</span>}
              <SecondLine>
                {policy.required.toLocaleString("en")} sign-offs, {policy.heldHarmless.toLocaleString("en")}{" "}
                harmless held
              </SecondLine>
            </Td>
            <Td num>
              <b>{policy.incidentsHeld}</b> of {incidents}
            </Td>
            <Td num wide>
              {policy.required.toLocaleString("en")}
            </Td>
            <Td num wide>
              {policy.satisfied.toLocaleString("en")}
            </Td>
            <Td num wide>
              {policy.held.toLocaleString("en")}
            </Td>
            <Td num wide>
              {policy.heldHarmless.toLocaleString("en")}
            </Td>
            <Td num>{policy.hoursPerWeek.toFixed(1)}</Td>
            <Used policy={policy} />
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function Used({ policy: { usedRatio } }: { policy: ReplayedPolicy }) {
  return (
    <Td num wide className={cx((usedRatio ?? 0) >= 1 && "text-bad")}>
      {usedRatio === null ? "–" : percent(usedRatio)}
    </Td>
  );
}

/** What the costliest incidents would have met with. */
export function CostliestTable({ replay, workspace }: { replay: PolicyReplay; workspace: string }) {
  const { costliest, policies } = replay;
  const shown = policies.filter(({ kind }) => kind !== "preset");
  const isAllGenerated = costliest.every(({ generated }) => generated);
  if (costliest.length === 0) return null;
  return (
    <DataTable flush>
      <thead>
        <tr>
          <Th>Incident</Th>
          <Th wide>Cause</Th>
          {shown.map(({ key }) => (
            <Th key={key}>{markOf(policies, key)}</Th>
          ))}
          <Th wide>Presets</Th>
          <Th num>
            <span className="max-sm:hidden">Impact min</span>
            <abbr title="Impact minutes" className="no-underline sm:hidden">
              Min
            </abbr>
          </Th>
        </tr>
      </thead>
      <tbody>
        {costliest.map((incident) => (
          <tr key={incident.incidentId}>
            <TitleCell>
              <a href={`/${workspace}/incidents/${incident.number}`}>
                INC-{incident.number} {incident.title}
              </a>
              {incident.generated && !isAllGenerated ? <GeneratedTag /> : null}
              <SecondLine>
                {incident.causeKind === null ? "No cause stated" : causeEntry(incident.causeKind).name}
              </SecondLine>
            </TitleCell>
            <Td wide className="whitespace-nowrap">
              {incident.causeKind === null ? (
                <span className="text-ink-3">none stated</span>
              ) : (
                <span className="inline-flex items-center gap-1.5">
                  <CauseSwatch kind={incident.causeKind} /> {causeEntry(incident.causeKind).name}
                </span>
              )}
            </Td>
            {shown.map(({ key }) => (
              <Td key={key}>
                {incident.heldBy.includes(key) ? (
                  <Chip tone="good">held</Chip>
                ) : (
                  <Chip tone="mute">passed</Chip>
                )}
              </Td>
            ))}
            <Td wide className="whitespace-nowrap text-ink-2">
              {presetsHolding(replay, incident.heldBy) || "none"}
            </Td>
            <Td num>{incident.impactMinutes.toFixed(1)}</Td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function presetsHolding({ policies }: PolicyReplay, heldBy: readonly string[]): string {
  return policies
    .filter(({ kind, key }) => kind === "preset" && heldBy.includes(key))
    .map(({ key }) => markOf(policies, key))
    .join(", ");
}
