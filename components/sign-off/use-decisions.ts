"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ApiError, request } from "@/components/query/client";
import { signOffRequestQuery } from "@/components/query/sign-offs";
import type { SignOffRequest, SignOffRequestDetail } from "@/domain/sign-off/request-schema";

export type Deciding =
  | { kind: "approve"; comment: string | null }
  | { kind: "decline"; comment: string }
  | { kind: "hand-over"; to: { personId: string; name: string } | null; comment: string | null };

/** How far a decision of this page got. Nothing is called decided before the server has said that it is on record. */
export type Progress =
  | { is: "sending"; words: string }
  | { is: "decided"; words: string; tone: "good" | "bad" | "plain" }
  | { is: "failed"; message: string };

/** A decision that can be taken back here. */
interface Taken {
  request: SignOffRequest;
  signOffId: string;
}

const SENDING: Record<Deciding["kind"], string> = {
  approve: "Approving",
  decline: "Declining",
  "hand-over": "Handing over",
};

/** Sends what the viewer decides, keeps what became of it by request, and takes back the last. */
export function useDecisions(workspace: string, viewerId: string | null) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<ReadonlyMap<string, Progress>>(new Map());
  const taken = useRef<Taken[]>([]);
  // An answer that was lost on the way is asked for again, not decided a second time.
  const keys = useRef(new Map<string, string>());

  const note = (id: string, one: Progress | null) =>
    setProgress((before) => {
      const after = new Map(before);
      if (one === null) after.delete(id);
      else after.set(id, one);
      return after;
    });
  const read = (detail: SignOffRequestDetail) =>
    client.setQueryData(signOffRequestQuery(workspace, detail.id).queryKey, detail);
  const forget = (id: string) =>
    client.invalidateQueries({ queryKey: signOffRequestQuery(workspace, id).queryKey });

  /** Whether it is on record now. */
  const decide = async (of: SignOffRequest, deciding: Deciding): Promise<boolean> => {
    if (progress.get(of.id)?.is === "sending") return false;
    note(of.id, { is: "sending", words: SENDING[deciding.kind] });
    const name = `${of.id} ${JSON.stringify(deciding)}`;
    const idempotencyKey = keys.current.get(name) ?? crypto.randomUUID();
    keys.current.set(name, idempotencyKey);
    try {
      const detail = await send(workspace, of, deciding, idempotencyKey);
      keys.current.delete(name);
      read(detail);
      const own = signOffOf(detail, viewerId, deciding);
      if (own !== null) taken.current.push({ request: of, signOffId: own });
      note(of.id, decidedAs(deciding, detail));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 0) keys.current.delete(name);
      note(of.id, { is: "failed", message: error.message });
      void forget(of.id);
      return false;
    }
  };

  /** Takes the last decision of this page back; that it was given stays on record. */
  const undo = async (): Promise<SignOffRequest | null> => {
    const last = taken.current.at(-1);
    if (last === undefined) return null;
    const { request: of, signOffId } = last;
    note(of.id, { is: "sending", words: "Taking back" });
    try {
      const path = `/sign-off-requests/${of.id}/sign-offs/${signOffId}`;
      await request<unknown>(path, {
        workspace,
        method: "DELETE",
        query: { reason: "Taken back from the queue." },
      });
      taken.current.pop();
      note(of.id, null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      note(of.id, { is: "failed", message: `Not taken back. ${error.message}` });
    }
    void forget(of.id);
    return of;
  };

  return { progress, decide, undo };
}

function send(
  workspace: string,
  { id, revision }: SignOffRequest,
  deciding: Deciding,
  idempotencyKey: string,
): Promise<SignOffRequestDetail> {
  const post = (noun: string, body: unknown) =>
    request<SignOffRequestDetail>(`/sign-off-requests/${id}/${noun}`, {
      workspace,
      method: "POST",
      body,
      idempotencyKey,
    });
  const { comment } = deciding;
  if (deciding.kind === "approve") return post("approval", { revision, comment });
  if (deciding.kind === "decline") return post("decline", { revision, comment });
  return post("hand-over", { to: deciding.to?.personId ?? null, comment });
}

function signOffOf(detail: SignOffRequestDetail, viewerId: string | null, { kind }: Deciding): string | null {
  if (kind === "hand-over") return null;
  const decision = kind === "approve" ? "approved" : "declined";
  const own = detail.signOffs.find(
    (one) => one.person.personId === viewerId && one.decision === decision && one.withdrawn === null,
  );
  return own?.id ?? null;
}

function decidedAs(deciding: Deciding, { missingApprovals, state }: SignOffRequestDetail): Progress {
  if (deciding.kind === "decline") return { is: "decided", words: "Declined", tone: "bad" };
  if (deciding.kind === "hand-over") {
    const words = deciding.to === null ? "Let go" : `Handed to ${deciding.to.name}`;
    return { is: "decided", words, tone: "plain" };
  }
  const more = state === "waiting" && missingApprovals ? `, ${missingApprovals} more needed` : "";
  return { is: "decided", words: `Approved${more}`, tone: "good" };
}
