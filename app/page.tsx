import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { Command } from "@/components/account/entry-frame";
import { Mark } from "@/components/shell/mark";
import { LinkButton } from "@/components/ui/button";
import { pagePrincipal } from "@/server/workspace/resolve";
import { findStartWorkspace } from "./start-workspace";
import { workspaceCookie } from "./workspace-cookie";

export default async function StartPage() {
  const principal = await pagePrincipal();
  if (principal === null) redirect("/sign-in");
  const slug = await findStartWorkspace(principal, (await cookies()).get(workspaceCookie)?.value);
  if (slug) redirect(`/${slug}`);
  return (
    <main
      id="main"
      className="mx-auto flex min-h-dvh max-w-[440px] flex-col items-start justify-center gap-3 p-6"
    >
      <Mark size={28} />
      <h1>You belong to no workspace yet</h1>
      <p className="text-ink-2">
        An admin of a workspace invites {principal.email}; the invitation is a link that they send you.
        Whoever runs Faultline can make a workspace to look around in with{" "}
        <Command>npx faultline sample</Command>.
      </p>
      <LinkButton href="/account" prefetch={false}>
        Your account
      </LinkButton>
    </main>
  );
}
