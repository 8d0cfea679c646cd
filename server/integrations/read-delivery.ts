import { readCloudEvent } from "@/domain/integration/cloud-event";
import {
  facts,
  type HostFacts,
  ignored,
  NO_FACTS,
  type Reading,
  type RepositorySettings,
} from "@/domain/integration/facts";
import { readGithub } from "@/domain/integration/github";
import { readGitlab } from "@/domain/integration/gitlab";
import type { IntegrationKind } from "@/domain/integration/kinds";
import { cloudEventsOf, contentTypeOf } from "./delivery-event";
import { decodeBody, parseBody, UnreadableBody } from "./json-body";

export interface StoredDelivery {
  kind: IntegrationKind;
  headers: Record<string, string>;
  body: Buffer;
}

/** What a stored delivery says, under the settings of its repository. */
export type DeliveryReader = (settings: RepositorySettings) => Reading;

/** Reads the stored bytes once; the settings come when the repository is known. */
export function openDelivery({ kind, headers, body }: StoredDelivery): DeliveryReader {
  try {
    const text = decodeBody(body);
    if (kind === "cloudevents") {
      const reading = readEvents(headers, text);
      return () => reading;
    }
    const payload = parseBody(text, contentTypeOf(headers));
    if (kind === "gitlab") return (settings) => readGitlab(payload, settings);
    return (settings) => readGithub(headers["x-github-event"] ?? "", payload, settings);
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    const reading: Reading = { kind: "unreadable", reason: error.message };
    return () => reading;
  }
}

/** A batch says what its events say together; it is ignored where all of them are, and unreadable where one is. */
function readEvents(headers: Record<string, string>, text: string): Reading {
  const readings = cloudEventsOf(headers, text).map(readCloudEvent);
  const unreadable = readings.find(({ kind }) => kind === "unreadable");
  if (unreadable !== undefined) return unreadable;
  const told = readings.flatMap((one): HostFacts[] => (one.kind === "facts" ? [one.facts] : []));
  if (told.length > 0) return facts({ ...NO_FACTS, changes: told.flatMap(({ changes }) => changes) });
  const [first] = readings;
  return first ?? ignored("The batch is empty.");
}
