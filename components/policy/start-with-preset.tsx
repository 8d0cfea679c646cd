"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { PRESETS } from "@/domain/sign-off/presets";
import { savePolicy } from "./policy-api";

/** Saves a preset as the first version, monitoring: it says what it would ask, and holds nothing. */
export function StartWithPreset({ workspace, id }: { workspace: string; id: string }) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async () => {
    const preset = PRESETS.find((one) => one.id === id);
    if (preset === undefined) return;
    const { about: _, ...rule } = preset;
    setBusy(true);
    setProblem(null);
    try {
      await savePolicy(workspace, 0, {
        policy: { rules: [{ ...rule, mode: "monitor" }], whenUnreachable: "closed" },
        reason: `Started from the preset “${preset.name}”, to see what it would ask.`,
      });
      toast({ title: "Policy v1 monitors", description: "It holds nothing yet.", tone: "good" });
      router.refresh();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(
        error.status === 412 ? "Somebody saved a policy meanwhile. Reload the page." : error.message,
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="sm" disabled={isBusy} onClick={() => void start()}>
        {isBusy ? "Saving" : "Start monitoring"}
      </Button>
      {problem ? (
        <span role="alert" className="text-small text-bad">
          {problem}
        </span>
      ) : null}
    </div>
  );
}
