"use client";

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { causeInputSchema } from "@/domain/cause/schema";
import { TRANSITIONS, type Transition } from "@/domain/incident/lifecycle";
import type {
  Incident,
  impactEditSchema,
  impactInputSchema,
  incidentEditSchema,
  incidentInputSchema,
  noteInputSchema,
  transitionInputSchema,
} from "@/domain/incident/schema";
import { ApiError, request } from "./client";
import { incidentKeys } from "./incidents";

/** Somebody else changed the incident first: what was about to be sent, and what is stored now. Nothing was lost. */
export class VersionConflict extends Error {
  constructor(
    readonly mine: unknown,
    readonly readVersion: number,
    readonly theirs: Incident,
  ) {
    super(`Somebody changed INC-${theirs.number} since you read it. Compare, then save again.`);
    this.name = "VersionConflict";
  }
}

/** Which incident, as the page shows it. */
export interface Shown {
  workspace: string;
  number: number;
  version: number;
}

/** Logs an incident; the key lets a repeated submit log it once. */
export function useLogIncident(workspace: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      input,
      idempotencyKey,
    }: {
      input: z.input<typeof incidentInputSchema>;
      idempotencyKey?: string;
    }) => request<Incident>("/incidents", { workspace, method: "POST", body: input, idempotencyKey }),
    onSuccess: (incident) => remember(client, workspace, incident),
  });
}

/** One step of the lifecycle, now or at `at`. */
export function useTransition(shown: Shown) {
  return useIncidentWrite(
    shown,
    ({ transition, ...body }: { transition: Transition } & z.input<typeof transitionInputSchema>) => ({
      path: `/${TRANSITIONS[transition].noun}`,
      method: "POST",
      body,
    }),
  );
}

/** Names only what changes; sends the version that the page was read at. */
export function useEditIncident(shown: Shown) {
  return useIncidentWrite(shown, (body: z.input<typeof incidentEditSchema>) => ({
    path: "",
    method: "PATCH",
    body,
    checked: true,
  }));
}

export function useAddImpact(shown: Shown) {
  return useIncidentWrite(shown, (body: z.input<typeof impactInputSchema>) => ({
    path: "/impacts",
    method: "POST",
    body,
    checked: true,
  }));
}

export function useEditImpact(shown: Shown) {
  return useIncidentWrite(
    shown,
    ({ impactId, ...body }: { impactId: string } & z.input<typeof impactEditSchema>) => ({
      path: `/impacts/${impactId}`,
      method: "PATCH",
      body,
      checked: true,
    }),
  );
}

export function useRemoveImpact(shown: Shown) {
  return useIncidentWrite(shown, ({ impactId }: { impactId: string }) => ({
    path: `/impacts/${impactId}`,
    method: "DELETE",
    checked: true,
  }));
}

export function useReviseCause(shown: Shown) {
  return useIncidentWrite(shown, (body: z.input<typeof causeInputSchema>) => ({
    path: "/causes",
    method: "POST",
    body,
  }));
}

export function useWriteNote(shown: Shown) {
  return useIncidentWrite(shown, (body: z.input<typeof noteInputSchema>) => ({
    path: "/notes",
    method: "POST",
    body,
  }));
}

interface IncidentWrite {
  path: string;
  method: "POST" | "PATCH" | "DELETE";
  body?: unknown;
  /** Refused when the incident was changed since; a statement or a note is added whatever happened before. */
  checked?: boolean;
}

function useIncidentWrite<Input>(shown: Shown, write: (input: Input) => IncidentWrite) {
  const client = useQueryClient();
  const { workspace, number, version } = shown;
  return useMutation({
    mutationFn: async (input: Input): Promise<Incident> => {
      const { path, method, body, checked } = write(input);
      try {
        return await request<Incident>(`/incidents/${number}${path}`, {
          workspace,
          method,
          body,
          ...(checked ? { ifMatch: version } : {}),
        });
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412) throw error;
        const theirs = await request<Incident>(`/incidents/${number}`, { workspace });
        throw new VersionConflict(body, version, theirs);
      }
    },
    onSuccess: (incident) => remember(client, workspace, incident),
  });
}

/** The answer is the whole incident: its page shows it at once, and lists and figures are read again when seen. */
function remember(client: QueryClient, workspace: string, incident: Incident): Promise<void> {
  client.setQueryData(incidentKeys.one(workspace, incident.number), incident);
  return client.invalidateQueries({
    queryKey: [workspace],
    predicate: ({ queryKey }) => queryKey[2] !== "one",
  });
}
