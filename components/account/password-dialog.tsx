"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import type { Problems } from "@/components/form/use-submit";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { type AccountUser, accountApi } from "./account-api";
import { NewPasswordField, newPasswordProblem } from "./new-password-field";
import { PasswordInput } from "./password-input";

export default function PasswordDialog({ user, onClose }: { user: AccountUser; onClose: () => void }) {
  const router = useRouter();
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  return (
    <FormDialog<void>
      title={user.hasPassword ? "Change your password" : "Set a password"}
      description="Your other sessions end, and every sign-in link that was made for you."
      action={user.hasPassword ? "Change password" : "Set password"}
      width={440}
      fields={["currentPassword", "newPassword"]}
      check={() => {
        const problems: Problems = {};
        if (user.currentPasswordNeeded && currentPassword === "")
          problems.currentPassword = "Type your present password.";
        const weakness = newPasswordProblem(newPassword, user);
        if (weakness !== null) problems.newPassword = weakness;
        return problems;
      }}
      send={() =>
        accountApi.changePassword(
          user.currentPasswordNeeded ? { currentPassword, newPassword } : { newPassword },
        )
      }
      onSaved={() => {
        toast({ title: user.hasPassword ? "Password changed" : "Password set", tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {/* Tells a password manager whose password it is. */}
          <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
          {user.currentPasswordNeeded ? (
            <Field label="Present password" error={errors.currentPassword}>
              <PasswordInput
                name="current-password"
                autoComplete="current-password"
                value={currentPassword}
                onChange={(event) => setCurrent(event.target.value)}
              />
            </Field>
          ) : null}
          <NewPasswordField
            label="New password"
            value={newPassword}
            onChange={setNew}
            known={user}
            error={errors.newPassword}
          />
        </>
      )}
    </FormDialog>
  );
}
