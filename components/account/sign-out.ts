import { request } from "@/components/query/client";
import { toast } from "@/components/ui/toast";

/** Ends the session and goes to the sign-in page. A session that has ended already is as good. */
export async function signOut(): Promise<void> {
  try {
    await request("/session", { method: "DELETE" });
  } catch {
    toast({
      title: "You are still signed in",
      description: "Faultline did not answer. Try again.",
      tone: "bad",
    });
    return;
  }
  window.location.assign("/sign-in");
}
