"use client";

import { Field } from "@/components/ui/field";
import { type Known, passwordProblem } from "@/domain/account/password";
import { PasswordInput } from "./password-input";

/** The list of common passwords stays on the server; everything else is said while typing. */
const isKnownHere = () => false;

/** What is wrong with the password as far as the page can tell; null while nothing is. */
export function newPasswordProblem(password: string, known: Known): string | null {
  return passwordProblem(password, known, isKnownHere);
}

/** A password to be chosen, with what speaks against the one typed so far. */
export function NewPasswordField({
  label = "Password",
  value,
  onChange,
  known,
  error,
}: {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** What the password may not be made of. */
  known: Known;
  error?: string;
}) {
  const problem = value === "" ? null : newPasswordProblem(value, known);
  const hint =
    value === ""
      ? "At least 12 characters. Four or five random words do well; no rule asks for digits or signs."
      : (problem ?? "Long enough. Passwords that are known from leaks are refused when it is saved.");
  return (
    <Field label={label} error={error} hint={error ? undefined : <span aria-live="polite">{hint}</span>}>
      <PasswordInput
        name="new-password"
        autoComplete="new-password"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
