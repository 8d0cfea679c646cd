"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Input } from "@/components/ui/field";

/** A password, hidden until its owner wants to see it. Inside a Field. */
export function PasswordInput(props: Omit<ComponentProps<"input">, "type">) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <Input
        {...props}
        type={isShown ? "text" : "password"}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="pr-9 touch:pr-11"
      />
      <button
        type="button"
        aria-label={isShown ? "Hide the password" : "Show the password"}
        aria-pressed={isShown}
        title={isShown ? "Hide" : "Show"}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-2 text-ink-3 hover:text-ink touch:w-10"
      >
        <Icon size={15} strokeWidth={1.6} aria-hidden="true" />
      </button>
    </span>
  );
}
