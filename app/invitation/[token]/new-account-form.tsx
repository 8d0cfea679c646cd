"use client";

import { useState } from "react";
import { EntryForm } from "@/components/account/entry-form";
import { PasswordInput } from "@/components/account/password-input";
import { useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { PASSWORD_CHARACTERS_MIN } from "@/domain/account/password";

/** Name and password of a new account. */
export function NewAccountForm({ token, email }: { token: string; email: string }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const form = useSubmit<{ workspace: string }>({
    fields: ["name", "password"],
    check: () => ({
      ...(name.trim() === "" ? { name: "Say what you are called." } : {}),
      ...([...password].length < PASSWORD_CHARACTERS_MIN
        ? {
            password: `Take at least ${PASSWORD_CHARACTERS_MIN} characters; four or five random words do well.`,
          }
        : {}),
    }),
    send: () =>
      request("/invitations/acceptance", {
        method: "POST",
        body: { token, name: name.trim(), password },
        idempotencyKey: null,
      }),
    onSaved: ({ workspace }) => window.location.assign(`/${workspace}`),
  });
  return (
    <EntryForm
      form={form}
      action="Make account and join"
      busy="Making your account"
      withoutScripts="Accepting needs JavaScript."
    >
      <Field label="E-mail">
        <Input type="email" autoComplete="username" value={email} readOnly />
      </Field>
      <Field label="Your name" error={form.errors.name}>
        <Input
          autoFocus
          autoComplete="name"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field
        label="Choose a password"
        error={form.errors.password}
        hint={`At least ${PASSWORD_CHARACTERS_MIN} characters, none that are tried first.`}
      >
        <PasswordInput
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
    </EntryForm>
  );
}
