"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import type { Problems } from "@/components/form/use-submit";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { type AccountUser, accountApi } from "./account-api";
import { PasswordInput } from "./password-input";

const draftOf = ({ name, email }: AccountUser) => ({ name, email });
const WORDS = { what: "your account", labels: { name: "Name", email: "E-mail" } };

/** A new name needs nothing more; a new address is a new way in, so it takes the password. */
export default function ProfileDialog({ user, onClose }: { user: AccountUser; onClose: () => void }) {
  const router = useRouter();
  const [version] = useState(user.version);
  const merged = useMergedDraft(() => draftOf(user), WORDS);
  const { name, email } = merged.draft;
  const [currentPassword, setPassword] = useState("");
  const movesEmail = email.trim().toLowerCase() !== merged.opened.email.toLowerCase();
  const needsPassword = movesEmail && user.hasPassword;
  return (
    <FormDialog<AccountUser>
      title="Your name and e-mail"
      action="Save"
      width={440}
      version={version}
      fields={["name", "email", "currentPassword"]}
      check={() => {
        const problems: Problems = {};
        if (name.trim() === "") problems.name = "Type your name.";
        if (!/^\S+@\S+$/.test(email.trim())) problems.email = "Type your e-mail address.";
        if (needsPassword && currentPassword === "") problems.currentPassword = "Type your password.";
        return problems;
      }}
      send={(version) =>
        accountApi.edit(
          {
            name: name.trim(),
            ...(movesEmail ? { email: email.trim() } : {}),
            ...(needsPassword ? { currentPassword } : {}),
          },
          version,
        )
      }
      readStored={accountApi.read}
      merge={{ ...merged, meet: (stored, change) => merged.meet(draftOf(stored), change) }}
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
              onChange={(event) => merged.setDraft({ name: event.target.value, email })}
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
              onChange={(event) => merged.setDraft({ name, email: event.target.value })}
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
