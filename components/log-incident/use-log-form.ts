"use client";

import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { v4 as newKey } from "uuid";
import type { Refusal } from "@/components/incident/incident-api";
import { readTypedTime } from "@/components/incident/typed-time";
import type { Incident, IncidentInput } from "@/domain/incident/schema";
import type { Service } from "@/domain/service/schema";
import {
  absorbLine,
  type Draft,
  emptyDraft,
  inputOf,
  isEmptyDraft,
  type LineReader,
  lineTokens,
  type Problems,
  problemsOf,
  removePart,
} from "./draft";
import { forgetDraft, keepDraft, keptDraft } from "./kept-draft";

type LogFormInput = {
  slug: string;
  services: readonly Service[];
  zone: string;
  early?: RefObject<string>;
  log: (input: IncidentInput, key: string) => Promise<Incident>;
  refusalOf: (error: unknown) => Refusal;
  onLogged: (incident: Incident) => void;
};

/** The state of the log dialog: one draft, kept in the browser until it is logged. */
export function useLogForm({ slug, services, zone, early, log, refusalOf, onLogged }: LogFormInput) {
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(""));
  const [restored, setRestored] = useState(false);
  const [asked, setAsked] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const loaded = useRef<string | null>(null);

  useEffect(() => {
    if (loaded.current === slug) return;
    loaded.current = slug;
    const kept = keptDraft(slug);
    setRestored(kept !== null && !isEmptyDraft(kept));
    const found = kept ?? emptyDraft(newKey());
    setDraft((now) => ({ ...found, title: found.title + (early?.current ?? "") + now.title }));
    if (early) early.current = "";
  }, [slug, early]);
  useEffect(() => {
    if (loaded.current === slug && draft.key !== "") keepDraft(slug, draft);
  }, [slug, draft]);

  const reader = useMemo<LineReader>(
    () => ({
      serviceNamed: serviceFinder(services),
      readTime: (text) => readTypedTime(text, { nowMs: Date.now(), zone }),
    }),
    [services, zone],
  );
  // What stands in the line counts already: fields show it, and sending takes it along.
  const understood = absorbLine(draft, draft.rest, reader, true);
  const problems = problemsOf(understood);

  const submit = async () => {
    setAsked(true);
    setDraft(understood);
    if (sending || Object.keys(problems).length > 0) return;
    setSending(true);
    setRefusal(null);
    try {
      const incident = await log(inputOf(understood), understood.key);
      forgetDraft(slug);
      setDraft(emptyDraft(newKey()));
      onLogged(incident);
    } catch (error) {
      const refused = refusalOf(error);
      setRefusal(refused);
      // Nothing was written, so the corrected draft is another request.
      if (refused.isFinal) setDraft({ ...understood, key: newKey() });
    } finally {
      setSending(false);
    }
  };
  return {
    draft: understood,
    rest: draft.rest,
    tokens: lineTokens(draft),
    restored,
    sending,
    refusal,
    problems,
    shown: shownProblems(problems, refusal, asked),
    update: (next: Draft) => {
      setRefusal(null);
      setDraft(next);
    },
    type: (text: string) => setDraft((now) => absorbLine(now, text, reader, false)),
    commit: () => setDraft((now) => apart(absorbLine(now, now.rest, reader, true))),
    takeBack: (part: string) => {
      const token = lineTokens(draft).find((one) => one.part === part);
      setDraft((now) => removePart(now, part));
      return token ? `${token.mark} ${token.detail}`.trim() : "";
    },
    clear: () => {
      setRestored(false);
      setRefusal(null);
      setAsked(false);
      setDraft(emptyDraft(newKey()));
    },
    submit,
  };
}

export type LogForm = ReturnType<typeof useLogForm>;

/** Times are wrong as soon as they are; what is only missing is said once she tried to log it. */
function shownProblems(problems: Problems, refusal: Refusal | null, asked: boolean): Problems {
  const shown: Problems = asked ? { ...problems } : {};
  for (const { field, message } of refusal?.fields ?? []) shown[fieldOf(field)] = message;
  return shown;
}

/** "impacts.0.startedAt" belongs to the services, "causes.0.tool" to the cause. */
function fieldOf(path: string): string {
  const first = path.split(/[.[/]/).filter(Boolean)[0] ?? path;
  return first === "causes" ? "cause" : first;
}

function serviceFinder(services: readonly Service[]): (name: string) => string | null {
  const bySlug = new Map(services.map((service) => [service.slug, service.slug]));
  const byName = new Map(services.map((service) => [service.name.toLowerCase(), service.slug]));
  return (name) => bySlug.get(name.toLowerCase()) ?? byName.get(name.toLowerCase()) ?? null;
}

/** What was not understood keeps a space behind it: the next word is not glued on. */
function apart(draft: Draft): Draft {
  return draft.rest.trim() === "" ? { ...draft, rest: "" } : { ...draft, rest: `${draft.rest.trimEnd()} ` };
}
