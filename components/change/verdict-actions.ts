"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/components/query/client";
import {
  deleteLink,
  linkedChangesQuery,
  putVerdict,
  suspectsQuery,
} from "@/components/query/incident-changes";
import { incidentQuery } from "@/components/query/incidents";
import { toast } from "@/components/ui/toast";
import type { IncidentChange, Suspects } from "@/domain/change/incident-change-schema";
import { VERDICT_WORDS, type Verdict } from "@/domain/change/kinds";
import type { ChangeSummary } from "@/domain/change/schema";
import type { Incident } from "@/domain/incident/schema";
import type { VerdictDraft } from "./verdict-dialog";

/** The suspects and the linked changes of an incident, and what a person may say of them. */
export interface Verdicts {
  suspects: Suspects;
  links: IncidentChange[];
  linkOf: (changeId: string) => IncidentChange | null;
  /** A first suspicion is taken at once; anything else asks why. A null verdict unlinks. */
  choose: (change: ChangeSummary, verdict: Verdict | null, probability?: number | null) => void;
  /** The verdict that is being given. */
  draft: VerdictDraft | null;
  dialog: {
    readLink: (changeId: string) => Promise<IncidentChange | null>;
    onDone: (verdict: Verdict | null, link: IncidentChange | null) => void;
    onClose: () => void;
  };
}

export function useVerdicts(
  workspace: string,
  { number, impactStartedAt, impacts }: Incident,
  initial: { suspects: Suspects; links: IncidentChange[] },
): Verdicts {
  const client = useQueryClient();
  // What is ranked depends on when it began and on what was hit: once those are corrected, it is ranked anew.
  const ranked = [impactStartedAt, ...impacts.map(({ service }) => service.slug)].join(" ");
  const rankedBefore = useRef(ranked);
  useEffect(() => {
    if (rankedBefore.current === ranked) return;
    rankedBefore.current = ranked;
    void client.invalidateQueries(suspectsQuery(workspace, number));
  }, [client, workspace, number, ranked]);
  const { data: suspects = initial.suspects } = useQuery(suspectsQuery(workspace, number));
  const { data: links = initial.links } = useQuery(linkedChangesQuery(workspace, number));
  const [draft, setDraft] = useState<VerdictDraft | null>(null);
  const linkOf = (changeId: string) => links.find(({ change }) => change.id === changeId) ?? null;
  const refresh = () => {
    // The timeline tells of the verdict, and the ranking shows it beside the change.
    void client.invalidateQueries(linkedChangesQuery(workspace, number));
    void client.invalidateQueries(incidentQuery(workspace, number));
  };
  const done = (change: ChangeSummary, verdict: Verdict | null, link: IncidentChange | null) => {
    client.setQueryData(linkedChangesQuery(workspace, number).queryKey, (now: IncidentChange[] = []) => [
      ...(link === null ? [] : [link]),
      ...now.filter((one) => one.change.id !== change.id),
    ]);
    client.setQueryData(suspectsQuery(workspace, number).queryKey, (now: Suspects | undefined) =>
      now === undefined ? now : withVerdict(now, change.id, verdict),
    );
    refresh();
    toast({ title: doneWords(verdict), tone: "good", action: undoOf(change, link) });
  };
  const undoOf = (change: ChangeSummary, link: IncidentChange | null) =>
    link === null || link.history.length > 1
      ? undefined
      : {
          label: "Undo",
          run: () =>
            void deleteLink({ workspace, number, changeId: change.id }, link.version, "")
              .then(() => done(change, null, null))
              .catch(failed),
        };
  const failed = (error: unknown) => {
    if (error instanceof ApiError && error.status === 412) refresh();
    toast({
      title: "Not done",
      description: error instanceof Error ? error.message : undefined,
      tone: "bad",
    });
  };
  const choose: Verdicts["choose"] = (change, verdict, probability = null) => {
    const link = linkOf(change.id);
    if (verdict !== "suspect" || link !== null) return setDraft({ change, verdict, link, probability });
    putVerdict({ workspace, number, changeId: change.id }, { verdict, probability }, undefined)
      .then((linked) => done(change, verdict, linked))
      .catch(failed);
  };
  return {
    suspects,
    links,
    linkOf,
    choose,
    draft,
    dialog: {
      readLink: async (changeId) => {
        const now = await client.fetchQuery({ ...linkedChangesQuery(workspace, number), staleTime: 0 });
        return now.find(({ change }) => change.id === changeId) ?? null;
      },
      onDone: (verdict, link) => {
        if (draft !== null) done(draft.change, verdict, link);
      },
      onClose: () => setDraft(null),
    },
  };
}

function withVerdict(suspects: Suspects, changeId: string, verdict: Verdict | null): Suspects {
  return {
    ...suspects,
    suspects: suspects.suspects.map((one) => (one.change.id === changeId ? { ...one, verdict } : one)),
  };
}

function doneWords(verdict: Verdict | null): string {
  return verdict === null ? "Unlinked" : `Linked: ${VERDICT_WORDS[verdict].toLowerCase()}`;
}
