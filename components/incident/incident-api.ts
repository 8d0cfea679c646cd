import { ApiError, type RequestOptions, request } from "@/components/query/client";
import type { CauseInput } from "@/domain/cause/schema";
import { TRANSITIONS, type Transition } from "@/domain/incident/lifecycle";
import type {
  ImpactEdit,
  ImpactInput,
  Incident,
  IncidentEdit,
  NoteInput,
  TransitionInput,
} from "@/domain/incident/schema";

/** Why the server refused, ready for a form. */
export type Refusal = {
  /** 0 where no answer came. */
  status: number;
  message: string;
  /** The values to fix, by their path: "impacts.0.startedAt". */
  fields: { field: string; message: string }[];
  requestId: string | null;
  /** Of an edit that came too late: whose version is stored now. */
  changed: { by: string; at: string } | null;
  /** The server answered, so nothing was written. Without an answer, the same request has to be repeated. */
  isFinal: boolean;
};

export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ApiError)) {
    const message = error instanceof Error ? error.message : "Something failed here.";
    return { status: 0, message, fields: [], requestId: null, changed: null, isFinal: false };
  }
  const { status, message, field, errors, requestId, changed } = error;
  const fields = errors.length > 0 ? errors : field ? [{ field, message }] : [];
  return { status, message, fields, requestId, changed, isFinal: status >= 400 && status < 500 };
}

/** Everything that can be done to one incident; each answers with the whole incident after it. */
export function incidentApi(workspace: string, number: number) {
  const send = (path: string, options: Omit<RequestOptions, "workspace">) =>
    request<Incident>(`/incidents/${number}${path}`, { workspace, ...options });
  return {
    read: () => send("", {}),
    edit: (edit: IncidentEdit, ifMatch: number) => send("", { method: "PATCH", body: edit, ifMatch }),
    /** A step, a statement and a note are taken whatever was changed before. */
    move: (transition: Transition, input: TransitionInput) =>
      send(`/${TRANSITIONS[transition].noun}`, { method: "POST", body: input }),
    note: (input: NoteInput) => send("/notes", { method: "POST", body: input }),
    reviseCause: (input: CauseInput) => send("/causes", { method: "POST", body: input }),
    addImpact: (input: ImpactInput, ifMatch: number) =>
      send("/impacts", { method: "POST", body: input, ifMatch }),
    editImpact: (impactId: string, edit: ImpactEdit, ifMatch: number) =>
      send(`/impacts/${impactId}`, { method: "PATCH", body: edit, ifMatch }),
    removeImpact: (impactId: string, ifMatch: number) =>
      send(`/impacts/${impactId}`, { method: "DELETE", ifMatch }),
  };
}

export type IncidentApi = ReturnType<typeof incidentApi>;
