"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { ApiError } from "@/components/query/client";
import { type Change, type Conflict, unchosen } from "./use-merged-draft";

/** What is wrong, by the path of the field: "name", "levelFractions.major". */
export type Problems = Partial<Record<string, string>>;

/** Something that has a version, as the server returned it. */
type Versioned = { version: number };

export type SubmitInput<T> = {
  /** Version the edit was made from; absent for something new. */
  version?: number;
  /** Paths of the fields that can show their own error; any other refusal is said below the form. */
  fields?: readonly string[];
  /** What keeps the form from being sent; a dialog that only asks has nothing to check. */
  check?: () => Problems;
  send: (version: number | undefined) => Promise<T>;
  /** Reads what is stored now, for an edit that lost against another. */
  readStored?: () => Promise<T & Versioned>;
  /** Takes what is stored together with what was typed. */
  merge?: Merge<T>;
  onSaved: (saved: T) => void;
};

export type Merge<T> = {
  conflict: Conflict | null;
  choose: (field: string, side: "mine" | "theirs") => void;
  meet: (stored: T & Versioned, change: Change | null) => void;
};

export type Submit<T> = {
  form: RefObject<HTMLDivElement | null>;
  isSending: boolean;
  /** It was tried to be sent as it is. */
  isAsked: boolean;
  errors: Problems;
  /** A refusal that belongs to no field. */
  refusal: { message: string; requestId: string | null } | null;
  /** What somebody else saved meanwhile; sending again writes on top of it. */
  stored: (T & Versioned) | null;
  submit: () => void;
  /** Forgets the last answer, once what is stored has been taken over. */
  reset: () => void;
};

/** Sends a form once at a time; what was typed stays, whatever the answer is. */
export function useSubmit<T>(input: SubmitInput<T>): Submit<T> {
  const form = useRef<HTMLDivElement>(null);
  const [isSending, setSending] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [stored, setStored] = useState<(T & Versioned) | null>(null);

  const send = async () => {
    setSending(true);
    setError(null);
    try {
      const saved = await input.send(stored?.version ?? input.version);
      setStored(null);
      setAsked(false);
      input.onSaved(saved);
    } catch (caught) {
      const refused = asApiError(caught);
      if (refused.status === 412 && input.readStored) {
        const found = await input.readStored().catch(() => null);
        setStored(found);
        setAsked(false);
        if (found !== null) input.merge?.meet(found, refused.changed);
      }
      setError(refused);
    } finally {
      setSending(false);
    }
  };
  const problems = input.check?.() ?? {};
  const fromServer = fieldErrors(error, input.fields ?? []);
  const errors = { ...(isAsked ? problems : {}), ...fromServer };
  const wrong = Object.keys(errors).join();
  useEffect(() => {
    if (wrong !== "") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [wrong]);
  const isSaid = Object.keys(fromServer).length > 0 || (error?.status === 412 && stored !== null);
  return {
    form,
    isSending,
    isAsked,
    errors,
    stored,
    refusal: error && !isSaid ? { message: refusalText(error), requestId: error.requestId } : null,
    reset: () => {
      setStored(null);
      setError(null);
      setAsked(false);
    },
    submit: () => {
      setAsked(true);
      const isOpen = unchosen(input.merge?.conflict ?? null).length > 0;
      if (isOpen) focusUnchosen(form.current);
      else if (!isSending && Object.keys(problems).length === 0) void send();
    },
  };
}

/** The first field for which nobody has chosen a version yet. */
export function focusUnchosen(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>("[data-unchosen] input")?.focus();
}

/** The server's words at the fields of the form that they are about. */
export function fieldErrors(error: ApiError | null, fields: readonly string[]): Problems {
  if (error === null) return {};
  const named =
    error.errors.length > 0 ? error.errors : [{ field: error.field ?? "", message: error.message }];
  return Object.fromEntries(
    named.flatMap(({ field, message }) => {
      const own = fields.find((name) => field === name || field.startsWith(`${name}.`));
      return own === undefined ? [] : [[own, message]];
    }),
  );
}

/** What was refused; where trying again helps only later, with the time from which it does. */
export function refusalText(error: ApiError, nowMs = Date.now()): string {
  if (error.retryAfterS === null) return error.message;
  const at = new Date(nowMs + error.retryAfterS * 1000).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    second: error.retryAfterS < 120 ? "2-digit" : undefined,
    hourCycle: "h23",
  });
  return `${error.message} You can try again at ${at}.`;
}

function asApiError(caught: unknown): ApiError {
  if (caught instanceof ApiError) return caught;
  return new ApiError(0, { detail: "Something failed in this page. Reload it and try again." });
}
