"use client";

import { ChevronsUpDown, LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { signOut } from "@/components/account/sign-out";

export type ShellUser = {
  name: string;
  email: string;
  /** What they are in this workspace, in words: "Owner", "Responder of Payments". */
  roles: string[];
};

const entry =
  "flex h-[30px] w-full items-center gap-2 rounded-2 px-2 text-left hover:bg-surface-2 touch:h-10 [&>svg]:shrink-0 [&>svg]:text-ink-3";
const icon = { size: 14, strokeWidth: 1.6, "aria-hidden": true } as const;

/** Who is signed in, at the foot of the navigation; it opens upwards, without any script too. */
export function UserMenu({ user }: { user: ShellUser }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const path = usePathname();
  useEffect(() => {
    if (path) menu.current?.removeAttribute("open");
  }, [path]);
  useEffect(() => {
    const close = (event: Event) => {
      const isInside = event.target instanceof Node && menu.current?.contains(event.target);
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !isInside) {
        menu.current?.removeAttribute("open");
      }
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const roles = user.roles.join(", ");
  return (
    <details ref={menu} className="relative mt-1 border-t border-line pt-1.5">
      <summary className="flex min-h-10 list-none items-center gap-2 rounded-2 px-2 py-1 hover:bg-surface-2">
        <Initials name={user.name} />
        <span className="min-w-0 leading-tight">
          <span className="block truncate font-medium">{user.name}</span>
          <span className="block truncate text-small text-ink-3">{roles}</span>
        </span>
        <span className="sr-only">: account</span>
        <ChevronsUpDown size={14} aria-hidden="true" className="ml-auto shrink-0 text-ink-3" />
      </summary>
      <div className="absolute inset-x-0 bottom-full z-10 rounded-3 bg-surface p-1 shadow-float">
        <div className="px-2 pt-1 pb-1.5">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-small text-ink-3">{user.email}</p>
          <p className="pt-0.5 text-small text-ink-2">{roles}</p>
        </div>
        <div className="-mx-1 mb-1 h-px bg-line" />
        <Link href="/account" prefetch={false} className={entry}>
          <UserRound {...icon} />
          Account
        </Link>
        <button type="button" onClick={() => void signOut()} className={entry}>
          <LogOut {...icon} />
          Sign out
        </button>
      </div>
    </details>
  );
}

function Initials({ name }: { name: string }) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return (
    <span
      aria-hidden="true"
      className="flex size-6 shrink-0 items-center justify-center rounded-full bg-surface-3 text-axis font-medium text-ink-2 uppercase"
    >
      {letters.join("")}
    </span>
  );
}
