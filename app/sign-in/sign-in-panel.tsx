"use client";

import { useState } from "react";
import { PasswordForm } from "@/components/account/password-form";
import { SecondFactorForm } from "@/components/account/second-factor-form";
import { buttonClass } from "@/components/ui/button";

type Provider = { id: string; name: string; workspace: string; startPath: string };

/** E-mail and password, then the second factor where there is one; or one of the identity providers. */
export function SignInPanel({
  next,
  closes,
  providers,
}: {
  /** The path to go to afterwards; the server has checked that it is one of ours. */
  next: string;
  /** Opened beside a page that waits for it. */
  closes: boolean;
  providers: readonly Provider[];
}) {
  const [step, setStep] = useState<"password" | "second-factor">("password");
  const [note, setNote] = useState<string | null>(null);
  const finish = () => {
    // A tab may close itself only when a page has opened it; any other goes on.
    if (closes) window.close();
    window.location.assign(next);
  };
  if (step === "second-factor") {
    return (
      <SecondFactorForm
        onSignedIn={finish}
        onStartAgain={(why) => {
          setNote(why);
          setStep("password");
        }}
      />
    );
  }
  return (
    <>
      <PasswordForm note={note} onSignedIn={finish} onSecondFactor={() => setStep("second-factor")} />
      {providers.length > 0 ? <ProviderButtons providers={providers} next={next} /> : null}
    </>
  );
}

function ProviderButtons({ providers, next }: { providers: readonly Provider[]; next: string }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-center gap-3 text-small text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      {providers.map((provider) => (
        // A plain link: the router would fetch it first, and a provider is another site.
        <a
          key={provider.id}
          href={`${provider.startPath}?next=${encodeURIComponent(next)}`}
          className={buttonClass({}, "w-full")}
        >
          <span className="truncate">Sign in with {provider.name}</span>
          <span className="truncate font-normal text-ink-3">{provider.workspace}</span>
        </a>
      ))}
    </div>
  );
}
