"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { IntegrationWithSecret } from "@/domain/integration/schema";
import { CopyButton } from "./copy-line";

/** The secret, hidden until it is asked for; that it was read stands in the audit trail. */
export function SecretLine({ workspace, integrationId }: { workspace: string; integrationId: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const [isShown, setShown] = useState(false);
  const read = async (): Promise<string | null> => {
    if (secret !== null) return secret;
    try {
      const path = `/integrations/${integrationId}/secret`;
      const told = await request<IntegrationWithSecret>(path, { workspace });
      setSecret(told.secret);
      return told.secret;
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: "The secret could not be read", description, tone: "bad" });
      return null;
    }
  };
  const toggle = async () => setShown(!isShown && (await read()) !== null);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="flex min-w-0 items-start gap-1 rounded-2 border border-line bg-surface-2 py-1 pr-1 pl-2.5">
      <output
        aria-label="The secret"
        className="min-w-0 flex-1 self-center font-mono text-[0.92em] break-all select-all"
      >
        {isShown ? secret : "••••••••••••••••"}
      </output>
      <Button size="sm" variant="ghost" aria-pressed={isShown} onClick={() => void toggle()}>
        <Icon size={13} aria-hidden="true" />
        {isShown ? "Hide" : "Show"}
      </Button>
      <CopyButton label="the secret" read={read} />
    </div>
  );
}
