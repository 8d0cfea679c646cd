import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { findStartWorkspace } from "./start-workspace";
import { workspaceCookie } from "./workspace-cookie";

export default async function StartPage() {
  const remembered = (await cookies()).get(workspaceCookie)?.value;
  redirect(`/${await findStartWorkspace(remembered)}`);
}
