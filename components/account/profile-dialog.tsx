"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import type { Problems } from "@/components/form/use-submit";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { Account } from "@/domain/account/schema";
import { type AccountUser, accountApi } from "./account-api";
import { PasswordInput } from "./password-input";

/** A new name needs nothing more; a new address is a new way in, so it takes the password. */
export default function ProfileDialog({ user, onClose }: { user: AccountUser; onClose: () => void }) {
  const router = useRouter();
  const [name, setName] = useState(user.name);
  const [email, setEmail] = useState(user.email);
  const [currentPassword, setPassword] = useState("");
  const movesEmail = email.trim().toLowerCase() !== user.email.toLowerCase();
  const needsPassword = movesEmail && user.hasPassword;
  return (
    <FormDialog<Account>
      title="Your name and e-mail"
      action="Save"
      width={440}
      fields={["name", "email", "currentPassword"]}
      check={() => {
        const problems: Problems = {};
        if (name.trim() === "") problems.name = "Type your name.";
        if (!/^\S+@\S+$/.test(email.trim())) problems.email = "Type your e-mail address.";
        if (needsPassword && currentPassword === "") problems.currentPassword = "Type your password.";
        return problems;
      }}
      send={() =>
        accountApi.edit({
          name: name.trim(),
          ...(movesEmail ? { email: email.trim() } : {}),
          ...(needsPassword ? { currentPassword } : {}),
        })
      }
      onSaved={() => {
        toast({ title: "Saved", tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" error={errors.name}>
            <Input
              name="name"
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label="E-mail" error={errors.email}>
            <Input
              name="email"
              type="email"
              autoComplete="email"
              autoCapitalize="none"
              spellCheck={false}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
          {needsPassword ? (
            <Field
              label="Your password"
              hint="For another e-mail address: it is what you sign in with."
              error={errors.currentPassword}
            >
              <PasswordInput
                name="current-password"
                autoComplete="current-password"
                value={currentPassword}
                onChange={(event) => setPassword(event.target.value)}
              />
            </Field>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
