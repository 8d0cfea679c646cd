"use client";

import { useState } from "react";
import { ApiError } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Chip, GeneratedTag } from "@/components/ui/chip";
import { Field, Select } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { ErrorState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { PolicyDraft } from "@/domain/sign-off/policy-text";
import type { PolicyReplay } from "@/domain/sign-off/replay-schema";
import { cutWords, percent } from "@/domain/sign-off/replay-words";
import { REVIEW_COST, type ReviewCost } from "@/domain/sign-off/review-cost";
import { DraftInput } from "./draft-input";
import { replayPolicy } from "./policy-api";
import { ReplayPicture } from "./replay-picture";
import { CostliestTable, ReplayedTable } from "./replay-tables";
import { numberOf } from "./rule-draft";

const MONTHS = ["1", "3", "6", "12", "24"].map((value) => ({
  value,
  label: value === "1" ? "the last month" : `the last ${value} months`,
}));

interface Assumptions {
  months: number;
  hoursPerReviewer: number;
  cost: ReviewCost;
}

const ASSUMED: Assumptions = { months: 6, hoursPerReviewer: 4, cost: REVIEW_COST };

/** What the draft would have done with the changes of the past, asked for by a person: it reads many. */
export function ReplayPanel({
  workspace,
  draft,
  isReadable,
}: {
  workspace: string;
  draft: PolicyDraft;
  isReadable: boolean;
}) {
  const [assumed, setAssumed] = useState(ASSUMED);
  const [found, setFound] = useState<{ replay: PolicyReplay; of: PolicyDraft } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setFound({ replay: await replayPolicy(workspace, draft, assumed), of: draft });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const isOld = found !== null && found.of !== draft;
  return (
    <Panel aria-labelledby="replay">
      <PanelHeader
        id="replay"
        title="Replay"
        description={
          found ? <Span replay={found.replay} /> : "what the draft would have done with changes of the past"
        }
        right={
          <Button disabled={!isReadable || isBusy} onClick={() => void run()}>
            {isBusy ? "Replaying" : isOld ? "Replay again" : "Replay"}
          </Button>
        }
      />
      <PanelBody className="flex flex-col gap-4">
        <AssumptionFields assumed={assumed} onChange={setAssumed} />
        {problem ? (
          <ErrorState title="The replay did not answer" requestId={problem.requestId ?? undefined} kept>
            {problem.message}
          </ErrorState>
        ) : null}
        <div aria-live="polite" aria-busy={isBusy}>
          {found ? (
            <Result replay={found.replay} workspace={workspace} isOld={isOld} />
          ) : (
            <p className="max-w-prose text-ink-2">
              Replay it before you save it: what it would have asked for, which incidents’ causing changes
              would have waited, which harmless ones too, and the reviewers’ hours.
            </p>
          )}
        </div>
      </PanelBody>
    </Panel>
  );
}

function Span({ replay }: { replay: PolicyReplay }) {
  return (
    <>
      <Time at={replay.from} format="date" /> – <Time at={replay.to} format="date" />,{" "}
      {replay.changes.toLocaleString("en")} changes, {replay.incidents} incidents with a causing change{" "}
      {replay.generated ? <GeneratedTag /> : null}
    </>
  );
}

function AssumptionFields({
  assumed,
  onChange,
}: {
  assumed: Assumptions;
  onChange: (assumed: Assumptions) => void;
}) {
  const { cost } = assumed;
  const number = (value: number, set: (value: number) => Assumptions) => (
    <DraftInput
      inputMode="decimal"
      value={value}
      write={String}
      read={(text) => numberOf(text) ?? value}
      onChange={(next) => onChange(set(next))}
    />
  );
  return (
    <div className="grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:grid-cols-[1.5fr_1.3fr_1fr_1fr_1fr]">
      <Field label="On the changes of">
        <Select
          options={MONTHS}
          value={String(assumed.months)}
          onChange={(event) => onChange({ ...assumed, months: Number(event.target.value) })}
        />
      </Field>
      <Field label="A reviewer’s hours a week">
        {number(assumed.hoursPerReviewer, (hoursPerReviewer) => ({ ...assumed, hoursPerReviewer }))}
      </Field>
      <Field label="Minutes of a review">
        {number(cost.minutes, (minutes) => ({ ...assumed, cost: { ...cost, minutes } }))}
      </Field>
      <Field label="and of every 100 lines">
        {number(cost.minutesPerHundredLines, (minutesPerHundredLines) => ({
          ...assumed,
          cost: { ...cost, minutesPerHundredLines },
        }))}
      </Field>
      <Field label="Minutes at most">
        {number(cost.minutesMax, (minutesMax) => ({ ...assumed, cost: { ...cost, minutesMax } }))}
      </Field>
    </div>
  );
}

function Result({ replay, workspace, isOld }: { replay: PolicyReplay; workspace: string; isOld: boolean }) {
  const { summary, reviewers, incidentsWithoutChange, policies } = replay;
  const growing = policies.filter(({ growth }) => growth !== null);
  return (
    <div className="flex flex-col gap-4">
      {isOld ? (
        <p className="text-warn">
          The draft changed since. These figures are of what it was; replay it again.
        </p>
      ) : null}
      <div className="flex max-w-[76ch] flex-col gap-2">
        <p className="text-read">{summary.held}</p>
        <p className="font-medium">{summary.certainty}</p>
      </div>
      <div className="grid min-w-0 items-end gap-x-6 gap-y-2 sm:grid-cols-[minmax(0,460px)_minmax(180px,1fr)]">
        <ReplayPicture replay={replay} />
        <p className="max-w-prose text-small text-ink-3">
          Incidents held against reviewer hours a week. Held means that the change would have waited for a
          sign-off, not that the reviewer would have seen the fault: it is not prevented. Every rule counts as
          if enforced all along. {reviewers.people}{" "}
          {reviewers.people === 1 ? "senior or above" : "seniors and above"} on the roster today have{" "}
          {Math.round(reviewers.hoursPerWeek)} h a week at {reviewers.hoursPerReviewer} h each: an assumption.
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <ReplayedTable replay={replay} />
        {growing.map(({ key, name, usedRatio, growth }) => (
          <p key={key}>
            <Chip tone="bad">{usedRatio === null ? "nobody to review" : `${percent(usedRatio)} used`}</Chip>{" "}
            {name}: {growth}
          </p>
        ))}
        {replay.costliest.length > 0 ? (
          <h3 className="font-semibold">
            {replay.costliest.length < replay.incidents
              ? `The ${replay.costliest.length} costliest of the ${replay.incidents}`
              : "The incidents, costliest first"}{" "}
            {replay.costliest.every(({ generated }) => generated) ? <GeneratedTag /> : null}
          </h3>
        ) : null}
        <CostliestTable replay={replay} workspace={workspace} />
        {incidentsWithoutChange > 0 ? (
          <p className="text-small text-ink-3">
            {incidentsWithoutChange} further {incidentsWithoutChange === 1 ? "incident" : "incidents"} of the
            period
            {incidentsWithoutChange === 1 ? " is" : " are"} put down to no change: nothing can be said of
            them.
          </p>
        ) : null}
        {replay.isCut ? <p className="text-small text-ink-3">{cutWords(replay)}</p> : null}
      </div>
    </div>
  );
}
