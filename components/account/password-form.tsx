"use client";

import { useEffect, useRef, useState } from "react";
import { useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { EntryForm } from "./entry-form";
import { PasswordInput } from "./password-input";

/** E-mail and password; the address is given where only one will do. */
export function PasswordForm({
  address,
  note,
  onSignedIn,
  onSecondFactor,
}: {
  address?: string;
  note: string | null;
  onSignedIn: () => void;
  onSecondFactor: () => void;
}) {
  const [email, setEmail] = useState(address ?? "");
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
    <EntryForm
      form={form}
      element={element}
      note={note}
      action="Sign in"
      busy="Signing in"
      withoutScripts="Signing in needs JavaScript. Reading does not."
    >
      <Field label="E-mail" error={form.errors.email}>
        <Input
          name="email"
          autoFocus={address === undefined}
          readOnly={address !== undefined}
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
          autoFocus={address !== undefined}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
    </EntryForm>
  );
}
