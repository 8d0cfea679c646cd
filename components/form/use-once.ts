"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError } from "@/components/query/client";
import { toast } from "@/components/ui/toast";

/**
 * For a button that sends something at once: a second press while it is on its way does nothing. What the work answers
 * is said in a toast, as is a refusal under the given title, and the page is read again.
 */
export function useOnce() {
  const router = useRouter();
  const [isSending, setSending] = useState(false);
  const once = async (work: () => Promise<string>, refused: string) => {
    if (isSending) return;
    setSending(true);
    try {
      toast({ title: await work(), tone: "good" });
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: refused, description, tone: "bad" });
    }
    setSending(false);
    router.refresh();
  };
  return { isSending, once };
}
