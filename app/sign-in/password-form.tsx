"use client";

import { useEffect, useRef, useState } from "react";
import { EntryNote } from "@/components/account/entry-frame";
import { PasswordInput } from "@/components/account/password-input";
import { useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";

/** E-mail and password. Posted, so that without scripts a password never stands in an address. */
export function PasswordForm({
  note,
  onSignedIn,
  onSecondFactor,
}: {
  note: string | null;
  onSignedIn: () => void;
  onSecondFactor: () => void;
}) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // A password manager may have filled the fields before this script ran.
    const filled = element.current ? new FormData(element.current) : null;
    setEmail(String(filled?.get("email") ?? ""));
    setPassword(String(filled?.get("password") ?? ""));
  }, []);
  const form = useSubmit<{ secondFactorNeeded: boolean }>({
    fields: ["email", "password"],
    check: () => ({
      ...(email.trim() === "" ? { email: "Type your e-mail address." } : {}),
      ...(password === "" ? { password: "Type your password." } : {}),
    }),
    send: () =>
      request("/session", { method: "POST", body: { email: email.trim(), password }, idempotencyKey: null }),
    onSaved: ({ secondFactorNeeded }) => (secondFactorNeeded ? onSecondFactor() : onSignedIn()),
  });
  return (
    <form
      ref={element}
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <div ref={form.form} className="flex flex-col gap-3">
        {form.refusal || note ? <EntryNote tone="bad">{form.refusal?.message ?? note}</EntryNote> : null}
        <Field label="E-mail" error={form.errors.email}>
          <Input
            name="email"
            autoFocus
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password" error={form.errors.password}>
          <PasswordInput
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Button
          variant="primary"
          type="submit"
          className="mt-1 w-full"
          aria-disabled={form.isSending || undefined}
        >
          {form.isSending ? "Signing in" : "Sign in"}
        </Button>
        <noscript>
          <p className="text-small text-ink-2">Signing in needs JavaScript. Reading does not.</p>
        </noscript>
      </div>
    </form>
  );
}
