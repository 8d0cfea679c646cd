"use client";

import { useState } from "react";
import { EntryForm } from "@/components/account/entry-form";
import { NewPasswordField, newPasswordProblem } from "@/components/account/new-password-field";
import { type Problems, useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";

const empty = { code: "", name: "", email: "", password: "" };

/** The first owner's account, against the code that only the operator can read. */
export function SetUpForm() {
  const [draft, setDraft] = useState(empty);
  const form = useSubmit<unknown>({
    fields: ["code", "name", "email", "password"],
    check: () => problemsOf(draft),
    send: () => request("/set-up", { method: "POST", body: draft, idempotencyKey: null }),
    onSaved: () => window.location.assign("/"),
  });
  const field = (name: "code" | "name" | "email") => ({
    name,
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  return (
    <EntryForm form={form} action="Set up" busy="Setting up" withoutScripts="Setting up needs JavaScript.">
      <Field label="Set-up code" hint="From Faultline's log." error={form.errors.code}>
        <Input
          {...field("code")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
          className="font-mono"
        />
      </Field>
      <Field label="Your name" error={form.errors.name}>
        <Input {...field("name")} autoComplete="name" />
      </Field>
      <Field
        label="E-mail"
        hint="Nothing is sent to it; it is what you sign in with."
        error={form.errors.email}
      >
        <Input
          {...field("email")}
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <NewPasswordField
        value={draft.password}
        onChange={(password) => setDraft({ ...draft, password })}
        known={draft}
        error={form.errors.password}
      />
    </EntryForm>
  );
}

function problemsOf(draft: typeof empty): Problems {
  const problems: Problems = {};
  if (draft.code.trim() === "") problems.code = "Type the code from the log.";
  if (draft.name.trim() === "") problems.name = "Type your name.";
  if (!/^\S+@\S+$/.test(draft.email.trim())) problems.email = "Type your e-mail address.";
  const weakness = newPasswordProblem(draft.password, draft);
  if (weakness !== null) problems.password = weakness;
  return problems;
}
