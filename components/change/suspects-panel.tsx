"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { IfMay, useAbilities } from "@/components/access/abilities";
import { useShortcut } from "@/components/shell/keyboard";
import { GeneratedTag } from "@/components/ui/chip";
import { cx } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { Suspects } from "@/domain/change/incident-change-schema";
import type { Verdict } from "@/domain/change/kinds";
import { LinkSearch } from "./link-search";
import type { Verdicts } from "./verdict-actions";
import { VerdictButtons } from "./verdict-buttons";
import { probabilityText, VERDICT_ORDER } from "./verdict-words";

type Suspect = Suspects["suspects"][number];

/** As many as stand in the page at once; the others are a press away. */
const SHOWN_FIRST = 5;

/** The changes before the incident as the machine ranks them, with what a person says of each. */
export function SuspectsPanel({
  verdicts,
  workspace,
  zone,
  hasChanges,
}: {
  verdicts: Verdicts;
  workspace: string;
  zone: string;
  /** Whether the workspace has any change on record. */
  hasChanges: boolean;
}) {
  const [isWhole, setWhole] = useState(false);
  const { suspects, noneProbability } = verdicts.suspects;
  const shown = isWhole ? suspects : suspects.slice(0, SHOWN_FIRST);
  const { selected, list } = useSuspectKeys(shown, verdicts.choose);
  const hidden = suspects.length - shown.length;
  return (
    <Panel aria-labelledby="suspects">
      <PanelHeader
        id="suspects"
        title="Suspects"
        description={
          <span className="max-sm:hidden">
            ranked by machine; a verdict is a person’s. AI involvement plays no part in the ranking
          </span>
        }
        right={suspects.some(({ change }) => change.generated) ? <GeneratedTag /> : null}
      />
      {suspects.length === 0 ? (
        <Nobody hasChanges={hasChanges} workspace={workspace} />
      ) : (
        <ol ref={list} className="mt-2 border-t border-line">
          {shown.map((suspect, index) => (
            <SuspectRow
              key={suspect.change.id}
              suspect={suspect}
              workspace={workspace}
              selected={index === selected}
              onVerdict={(verdict) => verdicts.choose(suspect.change, verdict, suspect.probability)}
            />
          ))}
          <li className={rowClass}>
            <Probability value={noneProbability} />
            <span className="text-ink-2">None of these</span>
            {hidden > 0 ? (
              <button
                type="button"
                className="link justify-self-end text-small max-sm:col-span-2 max-sm:min-h-10 max-sm:justify-self-start print:hidden"
                onClick={() => setWhole(true)}
              >
                Show {hidden} more
              </button>
            ) : null}
          </li>
        </ol>
      )}
      <IfMay ability="writeAbout">
        {hasChanges ? (
          <div className="flex items-start gap-4 px-4 py-2.5 max-sm:px-3 print:hidden">
            <LinkSearch
              workspace={workspace}
              zone={zone}
              onPick={(change) => verdicts.choose(change, "suspect")}
            />
            {suspects.length > 0 ? <KeyHints /> : null}
          </div>
        ) : null}
      </IfMay>
    </Panel>
  );
}

const rowClass =
  "grid grid-cols-[64px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 " +
  "max-sm:grid-cols-[52px_minmax(0,1fr)] max-sm:px-3";

function SuspectRow({
  suspect,
  workspace,
  selected,
  onVerdict,
}: {
  suspect: Suspect;
  workspace: string;
  selected: boolean;
  onVerdict: (verdict: Verdict) => void;
}) {
  const { change, probability, reasons, verdict } = suspect;
  return (
    <li
      aria-current={selected || undefined}
      className={cx(rowClass, selected && "bg-accent-soft shadow-[inset_2px_0_var(--accent)]")}
    >
      <Probability value={probability} className="row-span-2" />
      <p className="min-w-0 break-words">
        <Link
          href={`/${workspace}/changes/${change.id}`}
          prefetch={false}
          className="font-semibold hover:underline"
        >
          {change.title}
        </Link>{" "}
        {change.ref ? <code className="font-mono text-small text-ink-3">{change.ref}</code> : null}{" "}
        {change.author ? (
          <span className="text-small whitespace-nowrap text-ink-3">
            {change.ref ? "· " : null}
            {change.author.name}
          </span>
        ) : null}
      </p>
      {/* Under the verdicts too, so that it is a line or two and not a column. */}
      <p className="col-start-2 min-w-0 text-small break-words text-ink-2 sm:col-end-4">
        {reasons.join("; ")}
      </p>
      <VerdictButtons
        about={change.title}
        verdict={verdict}
        onVerdict={onVerdict}
        className="max-sm:col-span-2 max-sm:mt-1.5 max-sm:w-full sm:col-start-3 sm:row-start-1 max-sm:[&>button]:flex-1 max-sm:[&>button]:justify-center"
      />
    </li>
  );
}

function Probability({ value, className }: { value: number; className?: string }) {
  return (
    <div className={className}>
      <b className="text-[15px] font-semibold whitespace-nowrap">{probabilityText(value)}</b>
      <span aria-hidden="true" className="mt-[3px] block h-1 rounded-[2px] bg-surface-3">
        <span
          className="block h-1 rounded-[2px] bg-ink-2"
          style={{ width: `${Math.max(2, Math.min(1, value) * 100)}%` }}
        />
      </span>
    </div>
  );
}

function Nobody({ hasChanges, workspace }: { hasChanges: boolean; workspace: string }) {
  return (
    <PanelBody className="text-ink-2">
      {hasChanges ? (
        <p>
          No change to production is on record for the seven days before impact start, on what was hit or on
          what it depends on. Any other can be linked all the same, by its address, revision or title.
        </p>
      ) : (
        <p>
          No changes on record yet.{" "}
          <Link className="link" href={`/${workspace}/settings/integrations`}>
            Connect a source
          </Link>
          , and what changed before an incident is ranked here.
        </p>
      )}
    </PanelBody>
  );
}

function KeyHints() {
  return (
    <p className="flex h-(--ctl) shrink-0 items-center gap-3 text-small text-ink-3 touch:hidden max-sm:hidden">
      <span className="inline-flex items-center gap-1">
        <Kbd keys="J" />
        <Kbd keys="K" /> move
      </span>
      <span className="inline-flex items-center gap-1">
        <Kbd keys="1" />–<Kbd keys="4" /> verdict
      </span>
    </p>
  );
}

/** `j` and `k` move through the suspects; 1 to 4 give the selected one the verdict of that place. */
function useSuspectKeys(shown: readonly Suspect[], choose: Verdicts["choose"]) {
  const { writeAbout } = useAbilities();
  const [at, setAt] = useState(-1);
  const list = useRef<HTMLOListElement>(null);
  const move = (step: 1 | -1) => {
    const next = Math.min(shown.length - 1, Math.max(0, at + step));
    setAt(next);
    const row = list.current?.children[next];
    row?.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const judge = (index: number) => {
    const suspect = shown[at];
    const verdict = VERDICT_ORDER[index];
    if (suspect && verdict) choose(suspect.change, verdict, suspect.probability);
  };
  const group = "Suspects";
  const enabled = shown.length > 0;
  useShortcut("j", () => move(1), { label: "Next suspect", group, enabled });
  useShortcut("k", () => move(-1), { label: "Previous suspect", group, enabled });
  const mayJudge = enabled && writeAbout;
  useShortcut("1", () => judge(0), { label: "Suspect", group, enabled: mayJudge });
  useShortcut("2", () => judge(1), { label: "Contributing", group, enabled: mayJudge });
  useShortcut("3", () => judge(2), { label: "Cause", group, enabled: mayJudge });
  useShortcut("4", () => judge(3), { label: "Cleared", group, enabled: mayJudge });
  return { selected: at, list };
}
