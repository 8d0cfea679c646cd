import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Command, EntryFrame, EntryNote } from "@/components/account/entry-frame";
import { ssoRefusalWords } from "@/domain/identity-provider/refusals";
import { safeReturnPath } from "@/server/auth/return-path";
import { hasUser } from "@/server/auth/set-up-code";
import { applicationDatabase } from "@/server/database";
import { listSignInProviders } from "@/server/identity-provider/queries";
import { pagePrincipal } from "@/server/workspace/resolve";
import { SignInPanel } from "./sign-in-panel";

export const metadata: Metadata = { title: "Sign in" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const next = safeReturnPath(only(search.next));
  if ((await pagePrincipal()) !== null) redirect(next);
  const { db } = applicationDatabase();
  if (!(await hasUser(db))) redirect("/set-up");
  const providers = await listSignInProviders(db);
  const refusal = ssoRefusalWords(only(search.reason));
  return (
    <EntryFrame title="Sign in" footer={<LockedOut />}>
      {refusal ? <EntryNote tone="bad">{refusal}</EntryNote> : null}
      {search.why === "ended" ? (
        <EntryNote tone="info">Your session has ended. Sign in, and you are back where you were.</EntryNote>
      ) : null}
      <SignInPanel next={next} closes={search.then === "close"} providers={providers} />
    </EntryFrame>
  );
}

function only(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function LockedOut() {
  return (
    <details>
      <summary className="w-fit list-none hover:text-ink hover:underline">Cannot sign in?</summary>
      <p className="pt-2">
        Whoever runs Faultline makes a link that signs in once, on its own machine:{" "}
        <Command>npx faultline login-link</Command>, with <Command>--email you@example.com</Command> for
        somebody else than the owner. A lost password is replaced under Account then.
      </p>
      <p className="pt-2">
        Without an account yet, ask an admin of your workspace for an invitation. Faultline sends no e-mail.
      </p>
    </details>
  );
}
