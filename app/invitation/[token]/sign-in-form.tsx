"use client";

import { useState } from "react";
import { PasswordForm } from "@/components/account/password-form";
import { SecondFactorForm } from "@/components/account/second-factor-form";

/** Signs in with the invited address, right here: the link's token must not travel to another page. */
export function SignInForm({ email }: { email: string }) {
  const [step, setStep] = useState<{ needsCode: boolean; note: string | null }>({
    needsCode: false,
    note: null,
  });
  const reload = () => window.location.reload();
  if (step.needsCode) {
    return (
      <SecondFactorForm onSignedIn={reload} onStartAgain={(note) => setStep({ needsCode: false, note })} />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-2">There is an account for this address. Sign in, then join.</p>
      <PasswordForm
        address={email}
        note={step.note}
        onSignedIn={reload}
        onSecondFactor={() => setStep({ needsCode: true, note: null })}
      />
      <p className="text-small text-ink-3">
        No password? Sign in{" "}
        <a href="/sign-in" target="_blank" rel="noreferrer" className="link">
          in another tab
        </a>
        , then open the link again.
      </p>
    </div>
  );
}
