"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Checkbox, Field, Input, Select } from "@/components/ui/field";
import { SCOPE_WORDS, SCOPES, type Scope } from "@/domain/access/roles";
import {
  PERSONAL_DAYS_DEFAULT,
  REQUESTS_PER_MINUTE_DEFAULT,
  REQUESTS_PER_MINUTE_MAX,
} from "@/domain/token/limits";
import type { NewToken, Token } from "@/domain/token/schema";

const DAY_MS = 86_400_000;

/** An agent of the register that a token can be made for. */
export type TokenAgent = NonNullable<Token["agent"]>;

const ENDS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: String(PERSONAL_DAYS_DEFAULT), label: `${PERSONAL_DAYS_DEFAULT} days` },
  { value: "365", label: "1 year" },
];
const NEVER = { value: "never", label: "never" };

/** Name, scopes, end and limit of a token; what comes back is shown by whoever opened this. */
export function NewTokenDialog({
  workspace,
  kind,
  agents,
  onMade,
  onClose,
}: {
  workspace: string;
  kind: Token["kind"];
  agents: readonly TokenAgent[];
  onMade: (made: NewToken) => void;
  onClose: () => void;
}) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [days, setDays] = useState(String(PERSONAL_DAYS_DEFAULT));
  const [agent, setAgent] = useState("");
  const [limit, setLimit] = useState(String(REQUESTS_PER_MINUTE_DEFAULT));
  const requestsPerMinute = Number(limit);
  const isLimit =
    Number.isInteger(requestsPerMinute) &&
    requestsPerMinute >= 1 &&
    requestsPerMinute <= REQUESTS_PER_MINUTE_MAX;
  return (
    <FormDialog<NewToken>
      title={kind === "personal" ? "New personal token" : "New service token"}
      description={
        kind === "personal"
          ? "It acts as you, within your roles, and stops with your membership."
          : "It has nobody behind it and stays when you leave. It may what its scopes say."
      }
      action="Make token"
      width={500}
      fields={["name", "scopes", "agent", "expiresAt", "requestsPerMinute"]}
      check={() => ({
        ...(name.trim() === "" ? { name: "Say what it is for, such as deploy pipeline." } : {}),
        ...(scopes.length === 0 ? { scopes: "Choose at least one." } : {}),
        ...(isLimit
          ? {}
          : {
              requestsPerMinute: `Give a whole number, 1 to ${REQUESTS_PER_MINUTE_MAX.toLocaleString("en")}.`,
            }),
      })}
      send={() =>
        request<NewToken>("/tokens", {
          workspace,
          method: "POST",
          body: {
            name: name.trim(),
            kind,
            scopes,
            agent: agent || null,
            expiresAt: days === "never" ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
            requestsPerMinute,
          },
        })
      }
      onSaved={(made) => {
        onMade(made);
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" required error={errors.name}>
            <Input
              value={name}
              maxLength={100}
              autoComplete="off"
              placeholder={kind === "personal" ? "my laptop" : "deploy pipeline"}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <ScopeFields scopes={scopes} onChange={setScopes} error={errors.scopes} />
          {agents.length > 0 ? (
            <Field
              label="For the agent"
              error={errors.agent}
              hint="It asks leave, and tells what it did, in this agent’s name alone."
            >
              <Select
                value={agent}
                options={[
                  { value: "", label: "none in particular" },
                  ...agents.map(({ slug, name: words }) => ({ value: slug, label: words })),
                ]}
                onChange={(event) => setAgent(event.target.value)}
              />
            </Field>
          ) : null}
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Ends after" error={errors.expiresAt}>
              <Select
                value={days}
                options={kind === "personal" ? ENDS : [...ENDS, NEVER]}
                onChange={(event) => setDays(event.target.value)}
              />
            </Field>
            <Field label="Requests a minute" error={errors.requestsPerMinute}>
              <Input
                value={limit}
                inputMode="numeric"
                maxLength={9}
                autoComplete="off"
                onChange={(event) => setLimit(event.target.value)}
              />
            </Field>
          </div>
        </>
      )}
    </FormDialog>
  );
}

function ScopeFields({
  scopes,
  onChange,
  error,
}: {
  scopes: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  error: string | undefined;
}) {
  return (
    <fieldset className="flex flex-col gap-1" aria-invalid={error ? true : undefined}>
      <legend className="pb-1 text-small text-ink-2">It may</legend>
      {SCOPES.map((scope) => (
        <Checkbox
          key={scope}
          checked={scopes.includes(scope)}
          onChange={({ target }) =>
            onChange(SCOPES.filter((one) => (one === scope ? target.checked : scopes.includes(one))))
          }
          label={
            <>
              <code className="font-mono text-[0.92em]">{scope}</code>{" "}
              <span className="text-ink-2">{SCOPE_WORDS[scope]}</span>
            </>
          }
        />
      ))}
      {error ? <p className="text-small text-bad">{error}</p> : null}
    </fieldset>
  );
}
