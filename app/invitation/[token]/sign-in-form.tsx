"use client";

import { useState } from "react";
import { EntryNote } from "@/components/account/entry-frame";
import { PasswordInput } from "@/components/account/password-input";
import { useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";

/** Signs in with the invited address, right here: the link's token must not travel to another page. */
export function SignInForm({ email }: { email: string }) {
  const [needsCode, setNeedsCode] = useState(false);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const form = useSubmit<{ secondFactorNeeded?: boolean }>({
    fields: ["password", "code"],
    check: () => {
      if (needsCode) return code.trim() === "" ? { code: "Type the six digits that your app shows." } : {};
      return password === "" ? { password: "Type your password." } : {};
    },
    send: () =>
      needsCode
        ? request("/session/second-factor", {
            method: "POST",
            body: { code: code.replace(/\D/g, "") },
            idempotencyKey: null,
          })
        : request("/session", { method: "POST", body: { email, password }, idempotencyKey: null }),
    onSaved: ({ secondFactorNeeded }) => {
      if (secondFactorNeeded) setNeedsCode(true);
      else window.location.reload();
    },
  });
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <div ref={form.form} className="flex flex-col gap-3">
        <p className="text-ink-2">There is an account for this address. Sign in, then join.</p>
        {form.refusal ? <EntryNote tone="bad">{form.refusal.message}</EntryNote> : null}
        <Field label="E-mail">
          <Input type="email" autoComplete="username" value={email} readOnly />
        </Field>
        {needsCode ? (
          <Field label="Code from your authenticator app" error={form.errors.code}>
            <Input
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              className="font-mono tracking-wider"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
        ) : (
          <Field label="Password" error={form.errors.password}>
            <PasswordInput
              autoFocus
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
        )}
        <Button
          variant="primary"
          type="submit"
          className="mt-1 w-full"
          aria-disabled={form.isSending || undefined}
        >
          {form.isSending ? "Signing in" : "Sign in"}
        </Button>
        <p className="text-small text-ink-3">
          No password, or a recovery code? Sign in{" "}
          <a href="/sign-in" target="_blank" rel="noreferrer" className="link">
            in another tab
          </a>
          , then open the link again.
        </p>
      </div>
    </form>
  );
}
