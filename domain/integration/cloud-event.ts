import { z } from "zod";
import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import { repositoryName } from "@/domain/repository/name";
import { environmentIn } from "./deployment";
import { facts, ignored, type Reading } from "./facts";
import { clip, hash, instant, isoOf, readAs, webAddress } from "./payload";

/** The type of an event whose data is a change as POST /api/v1/changes takes it. */
const CHANGE_EVENT_TYPE = "com.faultline.change";

/** A CloudEvent, whichever way it was transported. */
export interface CloudEventFacts {
  id: string;
  source: string;
  type: string;
  subject?: string | null;
  time?: string | null;
  data: unknown;
}

const text = z.string();
const reference = z.object({ id: text.min(1), name: text.nullish(), url: text.nullish() });
const subjectPayload = z.object({
  context: z.object({ timestamp: instant }),
  subject: z.object({
    id: text.min(1),
    source: text.nullish(),
    content: z
      .object({
        environment: reference.nullish(),
        artifactId: text.nullish(),
        name: text.nullish(),
        url: text.nullish(),
        repository: reference.extend({ source: text.nullish() }).nullish(),
        description: text.nullish(),
      })
      .nullish(),
  }),
});
type Subject = z.output<typeof subjectPayload>;

const SERVICE_VERBS = new Map([
  ["deployed", "Deploy"],
  ["upgraded", "Upgrade"],
  ["rolledback", "Roll back"],
  ["removed", "Remove"],
  ["published", "Publish"],
]);

/** What a CloudEvent says: CDEvents by their type, and changes that are told of in our own words. */
export function readCloudEvent(event: CloudEventFacts): Reading {
  if (event.type === CHANGE_EVENT_TYPE) return readChange(event);
  const [, subject, predicate] =
    /^dev\.cdevents\.([a-z]+)\.([a-z-]+)(?:\.\d.*)?$/i.exec(event.type)?.map((part) => part.toLowerCase()) ??
    [];
  if (subject === undefined || predicate === undefined) {
    return ignored(`Events of type ${clip(event.type, 100) ?? "nothing"} tell of no change.`);
  }
  const verb = SERVICE_VERBS.get(predicate);
  if (subject === "service" && verb !== undefined) {
    return readAs(subjectPayload, event.data, (read) =>
      facts({ changes: [serviceChange(read, event, verb)] }),
    );
  }
  if (subject === "environment" && ["created", "modified", "deleted"].includes(predicate)) {
    return readAs(subjectPayload, event.data, (read) =>
      facts({ changes: [environmentChange(read, event, predicate)] }),
    );
  }
  if (subject === "change" && predicate === "merged") {
    return readAs(subjectPayload, event.data, (read) => facts({ changes: [mergedChange(read, event)] }));
  }
  if (subject === "incident") return ignored("Incidents are not logged from events of changes.");
  return ignored(`${subject} ${predicate} is no change of what runs.`);
}

function readChange(event: CloudEventFacts): Reading {
  const parsed = changeInputSchema.safeParse(event.data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      kind: "unreadable",
      reason: `data.${issue?.path.join(".").slice(0, 200) ?? ""}: ${issue?.message ?? "is not a change"}`,
    };
  }
  const asOf = timeOf(event);
  return facts({
    changes: [
      {
        ...(asOf === null ? {} : { asOf }),
        source: clip(event.source, 200) ?? "cloudevents",
        externalId: clip(event.id, 300) ?? event.id,
        ...parsed.data,
      },
    ],
  });
}

function timeOf({ time }: CloudEventFacts): string | null {
  if (!time) return null;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** The last part of an id such as "service/checkout" or "/apis/apps/deployments/checkout". */
const lastPart = (id: string) => id.split("/").filter(Boolean).at(-1) ?? id;

function serviceChange({ context, subject }: Subject, event: CloudEventFacts, verb: string): ChangeInput {
  const { content } = subject;
  const name = clip(content?.name ?? lastPart(subject.id), 200) ?? "a service";
  const environment = clip(content?.environment?.name ?? content?.environment?.id, 120);
  const slug = lastPart(subject.id).toLowerCase();
  const at = isoOf(context.timestamp);
  return {
    kind: "deployment",
    title:
      `${verb} ${name}${environment === null ? "" : ` ${verb === "Remove" ? "from" : "to"} ${lastPart(environment)}`}`.slice(
        0,
        500,
      ),
    description: clip(content?.artifactId, 2000),
    source: clip(event.source, 200) ?? "cdevents",
    externalId: clip(event.id, 300) ?? event.id,
    ...(/^[a-z0-9][a-z0-9._-]{0,79}$/.test(slug) ? { services: [slug] } : {}),
    ...(environment === null ? {} : { environment: lastPart(environment) }),
    ...artifactOf(content?.artifactId),
    outcome: "succeeded",
    deployedAt: at,
    asOf: at ?? undefined,
  };
}

/** A package URL may say which repository and commit the artifact was built from. */
function artifactOf(artifactId: string | null | undefined): Pick<ChangeInput, "repository" | "revision"> {
  const query = /\?([^#]*)/.exec(artifactId ?? "")?.[1];
  if (query === undefined) return {};
  const vcs = new URLSearchParams(query).get("vcs_url")?.replace(/^git\+/, "");
  const [address = "", revision = ""] = vcs?.split("@") ?? [];
  const repository = repositoryName(address);
  if (repository === null || !hash.safeParse(revision).success) return {};
  return { repository, revision: revision.toLowerCase() };
}

function environmentChange(
  { context, subject }: Subject,
  event: CloudEventFacts,
  predicate: string,
): ChangeInput {
  const name = clip(subject.content?.name ?? lastPart(subject.id), 120) ?? "environment";
  const at = isoOf(context.timestamp);
  return {
    kind: "infrastructure",
    title: `Environment ${name} ${predicate}`,
    source: clip(event.source, 200) ?? "cdevents",
    externalId: clip(event.id, 300) ?? event.id,
    environment: environmentIn(name) === "production" ? name : environmentIn(name),
    url: webAddress(subject.content?.url),
    deployedAt: at,
    asOf: at ?? undefined,
  };
}

function mergedChange({ context, subject }: Subject, event: CloudEventFacts): ChangeInput {
  const repository = repositoryName(
    subject.content?.repository?.url ?? subject.content?.repository?.id ?? "",
  );
  const revision = hash.safeParse(lastPart(subject.id)).data;
  const at = isoOf(context.timestamp);
  return {
    kind: "code",
    title:
      clip(subject.content?.description, 500) ?? `Merge ${clip(lastPart(subject.id), 100) ?? "a change"}`,
    source: clip(event.source, 200) ?? "cdevents",
    externalId: clip(subject.id, 300) ?? subject.id,
    ...(repository === null ? {} : { repository }),
    ...(revision === undefined ? {} : { revision }),
    url: webAddress(subject.content?.url),
    mergedAt: at,
    asOf: at ?? undefined,
  };
}
