"use client";

import { useState } from "react";
import { EntryNote } from "@/components/account/entry-frame";
import { PasswordInput } from "@/components/account/password-input";
import { useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { PASSWORD_CHARACTERS_MIN } from "@/domain/account/password";

/** Name and password of a new account. Posted, so that without scripts a password never stands in an address. */
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
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <div ref={form.form} className="flex flex-col gap-3">
        {form.refusal ? <EntryNote tone="bad">{form.refusal.message}</EntryNote> : null}
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
        <Button
          variant="primary"
          type="submit"
          className="mt-1 w-full"
          aria-disabled={form.isSending || undefined}
        >
          {form.isSending ? "Making your account" : "Make account and join"}
        </Button>
        <noscript>
          <p className="text-small text-ink-2">Accepting needs JavaScript.</p>
        </noscript>
      </div>
    </form>
  );
}
