import { DiffView } from "@/components/policy/diff-view";
import { buttonClass } from "@/components/ui/button";
import { Chip, type ChipTone, GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
import { Select } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { diffPolicies } from "@/domain/sign-off/diff";
import type { PolicyVersion } from "@/domain/sign-off/version-schema";

const STANDINGS: Record<PolicyVersion["standing"], { words: string; tone: ChipTone }> = {
  "in-force": { words: "in force", tone: "good" },
  scheduled: { words: "scheduled", tone: "info" },
  past: { words: "past", tone: "mute" },
};

/** Every version with who, when and why, and what any two of them differ in; the choice lives in the address. */
export function VersionsPanel({
  versions,
  search,
  path,
  zone,
}: {
  versions: readonly PolicyVersion[];
  search: Record<string, string | string[] | undefined>;
  path: string;
  zone: string;
}) {
  const chosen = (name: string) => versions.find(({ version }) => String(version) === search[name]);
  const to = chosen("to") ?? versions[0];
  const from = chosen("from") ?? versions.find((one) => to !== undefined && one.version < to.version);
  return (
    <Panel aria-labelledby="versions">
      <PanelHeader id="versions" title="Versions" description="newest first" />
      <DataTable>
        <thead>
          <tr>
            <Th>Version</Th>
            <Th>Why</Th>
            <Th wide>Who</Th>
            <Th wide>In force from</Th>
          </tr>
        </thead>
        <tbody>
          {versions.map((one) => (
            <tr key={one.version}>
              <Td>
                <span className="inline-flex items-center gap-2 whitespace-nowrap max-sm:flex-col max-sm:items-start max-sm:gap-1">
                  v{one.version}
                  <Chip tone={STANDINGS[one.standing].tone}>{STANDINGS[one.standing].words}</Chip>
                </span>
              </Td>
              <Td className="w-1/2 py-2 break-words max-sm:w-full">
                {one.reason} {one.generated ? <GeneratedTag /> : null}
                <SecondLine>
                  {one.savedBy}, <Time at={one.effectiveFrom} zone={zone} />
                </SecondLine>
              </Td>
              <Td wide>{one.savedBy}</Td>
              <Td wide>
                <Time at={one.effectiveFrom} zone={zone} />
              </Td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      {from !== undefined && to !== undefined ? (
        <PanelBody className="flex flex-col gap-3 border-t border-line">
          <form action={`${path}#versions`} className="flex flex-wrap items-center gap-2">
            <h3 className="font-semibold">From</h3>
            <Choice name="from" versions={versions} value={from.version} label="Earlier version" />
            <span>to</span>
            <Choice name="to" versions={versions} value={to.version} label="Later version" />
            <button type="submit" className={buttonClass({})}>
              Compare
            </button>
          </form>
          <DiffView
            diff={diffPolicies(from, to)}
            same={`v${from.version} and v${to.version} say the same.`}
          />
        </PanelBody>
      ) : null}
    </Panel>
  );
}

function Choice({
  name,
  versions,
  value,
  label,
}: {
  name: string;
  versions: readonly PolicyVersion[];
  value: number;
  label: string;
}) {
  return (
    <span className="w-24">
      <Select
        name={name}
        aria-label={label}
        defaultValue={String(value)}
        key={value}
        options={versions.map(({ version }) => ({ value: String(version), label: `v${version}` }))}
      />
    </span>
  );
}
