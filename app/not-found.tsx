import type { Metadata } from "next";
import { Mark } from "@/components/shell/mark";
import { LinkButton } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main
      id="main"
      className="mx-auto flex min-h-dvh max-w-[440px] flex-col items-start justify-center gap-3 p-6"
    >
      <Mark size={28} />
      <h1>Nothing is at this address</h1>
      <p className="text-ink-2">
        The workspace, incident or service may have been renamed, or the address has a slip of the pen.
      </p>
      <LinkButton href="/">Go to the overview</LinkButton>
    </main>
  );
}
