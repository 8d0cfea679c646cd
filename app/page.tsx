import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { Mark } from "@/components/shell/mark";
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
      <h1>There is no workspace yet</h1>
      <p className="text-ink-2">
        <code className="font-mono text-[0.92em]">npx faultline sample</code> makes one to look around in, and{" "}
        <code className="font-mono text-[0.92em]">npx faultline import</code> brings in your own history.
      </p>
    </main>
  );
}
