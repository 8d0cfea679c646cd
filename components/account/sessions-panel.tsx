"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time, TimeAgo } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { OwnSession } from "@/domain/account/schema";
import { accountApi } from "./account-api";
import { deviceWords } from "./device-words";

const ways: Record<string, string> = {
  password: "password",
  link: "one-time link",
  invitation: "invitation",
  "set-up": "set-up",
  "single-sign-on": "single sign-on",
};

/** Where one is signed in. Ending a session takes effect at its next request. */
export function SessionsPanel({ sessions, now }: { sessions: readonly OwnSession[]; now: string }) {
  const router = useRouter();
  const [ending, setEnding] = useState<string | null>(null);
  const end = async (id: string, run: () => Promise<void>, done: string) => {
    if (ending !== null) return;
    setEnding(id);
    try {
      await run();
      toast({ title: done, tone: "good" });
      router.refresh();
    } catch (error) {
      const why = error instanceof Error ? error.message : "Something failed here.";
      toast({ title: "Still signed in there", description: why, tone: "bad" });
    } finally {
      setEnding(null);
    }
  };
  return (
    <Panel aria-labelledby="sessions">
      <PanelHeader
        id="sessions"
        title="Where you are signed in"
        right={
          sessions.length > 1 ? (
            <Button
              size="sm"
              aria-disabled={ending !== null || undefined}
              onClick={() => end("all", accountApi.endOtherSessions, "Signed out everywhere else")}
            >
              Sign out everywhere else
            </Button>
          ) : null
        }
      />
      <PanelBody className="!pb-2">
        <ul aria-labelledby="sessions">
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              now={now}
              isEnding={ending === session.id}
              onEnd={() => end(session.id, () => accountApi.endSession(session.id), "Signed out there")}
            />
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}

function SessionRow({
  session,
  now,
  isEnding,
  onEnd,
}: {
  session: OwnSession;
  now: string;
  isEnding: boolean;
  onEnd: () => void;
}) {
  const device = deviceWords(session.userAgent);
  return (
    <li className="flex min-h-12 items-center gap-3 border-b border-line py-1.5 last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 font-medium">
          <span title={session.userAgent ?? undefined}>{device}</span>
          {session.current ? <Chip tone="good">this one</Chip> : null}
        </p>
        <p className="text-small text-ink-3">
          {session.current ? null : (
            <>
              Seen <TimeAgo at={session.lastSeenAt} now={now} />
              {" · "}
            </>
          )}
          since <Time at={session.createdAt} />
          {session.via ? ` · by ${ways[session.via] ?? session.via}` : null}
          {session.address ? ` · ${session.address}` : null}
        </p>
      </div>
      {session.current ? null : (
        <Button
          size="sm"
          aria-disabled={isEnding || undefined}
          aria-label={`Sign out: ${device}`}
          onClick={onEnd}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
