"use client";

import type { ReactNode } from "react";
import { FilteredList, ListChips } from "@/components/list/filtered-list";
import type { FilterOption } from "@/components/ui/list-filter";
import {
  CHANGE_KINDS,
  INVOLVEMENT_STANDINGS,
  INVOLVEMENT_WORDS,
  INVOLVEMENTS,
  VERDICT_WORDS,
  VERDICTS,
} from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { GradeMeter } from "./ai-involvement";
import { AuthorFilter } from "./author-filter";
import { ChangeKindIcon } from "./change-kind";
import { toolName } from "./involvement-words";
import { changeAddress } from "./list-params";
import { GRADE_WORDS, SIGN_OFF_CHOICES, STANDING_WORDS } from "./words";

export interface LedgerChoices {
  services: readonly { slug: string; name: string }[];
  /** Those on record first. */
  tools: readonly string[];
  /** Those in the address, with their names. */
  authors: readonly { id: string; name: string }[];
  environments: readonly string[];
}

const upper = (text: string) => text.replace(/^./, (first) => first.toUpperCase());

const KIND = {
  name: "kind",
  label: "Kind",
  options: CHANGE_KINDS.map(({ kind, name }) => ({
    value: kind,
    label: name,
    mark: <ChangeKindIcon kind={kind} />,
  })),
};

const AFTER_AUTHOR = [
  {
    name: "level",
    label: "Level",
    options: [...LEVELS, "unknown"].map((value) => ({ value, label: upper(value) })),
  },
  {
    name: "involvement",
    label: "Involvement",
    options: INVOLVEMENTS.map((value) => ({ value, label: upper(INVOLVEMENT_WORDS[value]) })),
  },
  {
    name: "grade",
    label: "Evidence",
    options: EVIDENCE_GRADES.map((value) => ({
      value,
      label: upper(GRADE_WORDS[value]),
      mark: <GradeMeter grade={value} />,
    })),
  },
];

const STANDING = {
  name: "standing",
  label: "Tag",
  options: INVOLVEMENT_STANDINGS.map((value) => ({ value, label: upper(STANDING_WORDS[value]) })),
};

const VERDICT = {
  name: "verdict",
  label: "Verdict",
  options: [
    ...VERDICTS.map((value) => ({ value, label: VERDICT_WORDS[value] })),
    { value: "none", label: "None given" },
  ],
};

const SIGN_OFF = { name: "signOff", label: "Sign-off", options: SIGN_OFF_CHOICES };

const COUNTED = {
  name: "counts",
  label: "Counted",
  single: true,
  options: [
    { value: "yes", label: "Counts in the figures" },
    { value: "no", label: "Does not count" },
  ],
};

const optionsOf = (values: readonly string[]): FilterOption[] =>
  values.map((value) => ({ value, label: value }));

/** The ledger's filters and its table. */
export function ChangeList({
  workspace,
  choices,
  hasGenerated,
  children,
}: {
  workspace: string;
  choices: LedgerChoices;
  /** Some of the rows were made up by the sample. */
  hasGenerated: boolean;
  children: ReactNode;
}) {
  const services = choices.services.map(({ slug, name }) => ({ value: slug, label: name }));
  return (
    <FilteredList
      address={changeAddress}
      search={{
        label: "Search titles, revisions, numbers and addresses",
        placeholder: "Title, SHA, #123 or URL",
        className: "!w-52",
      }}
      dates={{ from: "Live at or after", to: "Live before" }}
      filters={(params, go) => (
        <>
          <ListChips
            chips={[KIND, { name: "service", label: "Service", options: services }]}
            params={params}
            go={go}
          />
          <AuthorFilter workspace={workspace} known={choices.authors} value={params.author} go={go} />
          <ListChips
            chips={[
              ...AFTER_AUTHOR,
              {
                name: "tool",
                label: "Tool",
                options: choices.tools.map((value) => ({ value, label: toolName(value) })),
              },
              STANDING,
              VERDICT,
              SIGN_OFF,
              { name: "environment", label: "Environment", options: optionsOf(choices.environments) },
              COUNTED,
            ]}
            params={params}
            go={go}
          />
        </>
      )}
      note={
        hasGenerated ? (
          <span className="inline-flex items-center gap-1.5">
            <span className="rounded-1 border border-dashed border-control px-[3px]">dashed</span> generated,
            not from the public record
          </span>
        ) : null
      }
    >
      {children}
    </FilteredList>
  );
}
