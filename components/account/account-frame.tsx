import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { ToastHost } from "@/components/ui/toast-host";
import { SessionEndHost } from "./session-end-host";
import { SignOutButton } from "./sign-out-button";

/** The frame of the pages about an account, which belongs to no workspace: the way back, and out. */
export function AccountFrame({
  back,
  children,
}: {
  /** The workspace that was open last. */
  back: { slug: string; name: string } | null;
  children: ReactNode;
}) {
  return (
    <>
      <header className="sticky top-0 z-20 border-b border-line bg-bg print:hidden">
        <div className="mx-auto flex min-h-13 max-w-[1080px] items-center gap-3 px-6 max-sm:gap-2 max-sm:px-3">
          <div className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-ink-3">
            {back ? (
              <>
                <Link
                  href={`/${back.slug}`}
                  className="flex min-w-0 items-center gap-1.5 hover:text-ink hover:underline touch:min-h-10"
                >
                  <ArrowLeft size={14} strokeWidth={1.6} aria-hidden="true" className="shrink-0" />
                  <span className="truncate">{back.name}</span>
                </Link>
                <span aria-hidden="true">/</span>
              </>
            ) : null}
            <h1 className="!text-body font-semibold !tracking-normal text-ink">Account</h1>
          </div>
          <div className="ml-auto flex items-center gap-2">
            <ThemeSwitch />
            <SignOutButton />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto flex max-w-[1080px] flex-col gap-4 px-6 pt-4 pb-12 max-sm:gap-3 max-sm:px-3 max-sm:pt-3 max-sm:pb-8">
          {children}
        </div>
      </main>
      <ToastHost />
      <SessionEndHost />
    </>
  );
}
