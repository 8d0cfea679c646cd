"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Code } from "./field-table";
import type { Field as Parameter } from "./model";
import { useToken } from "./token-memory";

const SHOWN_MAX = 50_000;

type Answer = { status: string; headers: string; body: string };

/** Sends a reading request as it is described, and shows what came back. */
export function TryOperation({ path, parameters }: { path: string; parameters: readonly Parameter[] }) {
  const token = useToken();
  const [values, setValues] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isSending, setSending] = useState(false);
  const send = async () => {
    setSending(true);
    setAnswer(await ask(path, parameters, values, token));
    setSending(false);
  };
  const inPath = parameters.filter(({ place }) => place === "path");
  const others = parameters.filter(({ place }) => place !== "path");
  const fields = (some: readonly Parameter[]) =>
    some.map(({ name }) => (
      <Field key={name} label={<span className="font-mono">{name}</span>}>
        <Input
          value={values[name] ?? ""}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          onChange={(event) => setValues({ ...values, [name]: event.target.value })}
        />
      </Field>
    ));
  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3 print:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void send();
      }}
    >
      {fields(inPath)}
      {others.length > 0 ? (
        <details>
          <summary className="w-fit text-small text-ink-2 hover:text-ink">Parameters</summary>
          <div className="grid gap-2 pt-2 sm:grid-cols-2">{fields(others)}</div>
        </details>
      ) : null}
      <Button type="submit" className="self-start" aria-disabled={isSending || undefined}>
        {isSending ? "Sending" : "Send"}
      </Button>
      {answer ? (
        <div aria-live="polite" className="flex flex-col gap-2">
          <p className="text-small">
            Answer <b className="font-mono font-semibold">{answer.status}</b>
          </p>
          <details>
            <summary className="w-fit text-small text-ink-2 hover:text-ink">Headers</summary>
            <Code label="Headers of the answer" text={answer.headers} />
          </details>
          <div className="max-h-96 overflow-y-auto rounded-2 border border-line bg-surface p-2">
            <Code label="Body of the answer" text={answer.body} />
          </div>
        </div>
      ) : null}
    </form>
  );
}

async function ask(
  path: string,
  parameters: readonly Parameter[],
  values: Record<string, string>,
  token: string,
): Promise<Answer> {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
  const headers = new Headers(token === "" ? {} : { authorization: `Bearer ${token}` });
  const query = new URLSearchParams();
  for (const { name, place } of parameters) {
    const value = values[name]?.trim() ?? "";
    if (value === "") continue;
    if (place === "query") query.set(name, value);
    if (place === "header") headers.set(name, value);
  }
  try {
    const response = await fetch(`${address}${query.size > 0 ? `?${query}` : ""}`, {
      headers,
      // A token speaks for itself: the session of whoever looks at the page stays out of it.
      credentials: token === "" ? "same-origin" : "omit",
      cache: "no-store",
    });
    const text = await response.text();
    return {
      status: `${response.status}${response.statusText ? ` ${response.statusText}` : ""}`,
      headers: [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n"),
      body: shown(text),
    };
  } catch {
    return {
      status: "none",
      headers: "",
      body: "Faultline did not answer, or a header cannot be sent like that.",
    };
  }
}

function shown(text: string): string {
  const pretty = prettyJson(text);
  return pretty.length > SHOWN_MAX
    ? `${pretty.slice(0, SHOWN_MAX)}\n… ${pretty.length - SHOWN_MAX} more characters`
    : pretty;
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
