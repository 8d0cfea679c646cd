"use client";

import { useState } from "react";
import { useSubmit } from "@/components/form/use-submit";
import { ApiError, request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { EntryForm } from "./entry-form";

type Proof = "code" | "recoveryCode";

const words = {
  code: {
    label: "Code from your authenticator app",
    missing: "Type the six digits that your app shows.",
    other: "Use a recovery code instead",
  },
  recoveryCode: {
    label: "Recovery code",
    missing: "Type one of the recovery codes you kept.",
    other: "Use the authenticator app instead",
  },
} as const;

/** The second step: a code of the authenticator app, or one of the recovery codes, each of which works once. */
export function SecondFactorForm({
  onSignedIn,
  onStartAgain,
}: {
  onSignedIn: () => void;
  onStartAgain: (why: string | null) => void;
}) {
  const [proof, setProof] = useState<Proof>("code");
  const [text, setText] = useState("");
  const form = useSubmit<unknown>({
    fields: ["code", "recoveryCode"],
    check: () => (text.trim() === "" ? { [proof]: words[proof].missing } : {}),
    send: async () => {
      const body = { [proof]: proof === "code" ? text.replace(/\D/g, "") : text.trim() };
      try {
        return await request("/session/second-factor", { method: "POST", body, idempotencyKey: null });
      } catch (error) {
        if (isChallengeOver(error)) onStartAgain(error.message);
        throw error;
      }
    },
    onSaved: onSignedIn,
  });
  return (
    <EntryForm
      form={form}
      action="Go on"
      busy="Checking"
      after={
        <div className="flex flex-wrap justify-between gap-x-4 gap-y-1">
          <TextButton
            onClick={() => {
              form.reset();
              setText("");
              setProof(proof === "code" ? "recoveryCode" : "code");
            }}
          >
            {words[proof].other}
          </TextButton>
          <TextButton onClick={() => onStartAgain(null)}>Start again</TextButton>
        </div>
      }
    >
      <Field key={proof} label={words[proof].label} error={form.errors[proof]}>
        <Input
          name={proof}
          autoFocus
          inputMode={proof === "code" ? "numeric" : "text"}
          autoComplete={proof === "code" ? "one-time-code" : "off"}
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono tracking-wider"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
    </EntryForm>
  );
}

function TextButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" onClick={onClick} className="text-small text-accent hover:underline touch:min-h-10">
      {children}
    </button>
  );
}

/** The password's proof does not wait for ever. */
function isChallengeOver(error: unknown): error is ApiError {
  return error instanceof ApiError && /challenge|expired|sign-in-first/.test(error.code);
}
