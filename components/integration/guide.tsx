import type { ReactNode } from "react";
import { Chip } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { INTEGRATION_WORDS, type IntegrationKind } from "@/domain/integration/kinds";
import type { Integration } from "@/domain/integration/schema";
import { testCommand } from "@/domain/integration/test-command";
import { CopyLine } from "./copy-line";
import { SENT_EVENTS } from "./events";
import { SecretLine } from "./secret-line";

type Origin = { origin: string; isConfigured: boolean; isLocal: boolean };

/** How to set the sender up, step by step, with everything that has to be entered there. */
export function Guide({
  workspace,
  integration,
  origin,
}: {
  workspace: string;
  integration: Integration;
  origin: Origin;
}) {
  const address = `${origin.origin}${integration.path}`;
  const { kind } = integration;
  return (
    <Panel aria-labelledby="set-up">
      <PanelHeader
        id="set-up"
        title={`Set up ${kind === "cloudevents" ? "the sender" : INTEGRATION_WORDS[kind]}`}
      />
      <PanelBody>
        <ol className="flex list-none flex-col gap-4">
          <Step number={1} title={WHERE[kind].title}>
            {WHERE[kind].text}
          </Step>
          <Step number={2} title={kind === "gitlab" ? "URL" : kind === "github" ? "Payload URL" : "Address"}>
            <CopyLine label="the address" text={address} />
            <Reach origin={origin} />
          </Step>
          <Step number={3} title={SECRET[kind].title}>
            <SecretLine key={integration.version} workspace={workspace} integrationId={integration.id} />
            <p className="text-small text-ink-3">{SECRET[kind].text}</p>
          </Step>
          <Step number={4} title={kind === "gitlab" ? "SSL verification" : "Content type"}>
            {TYPE[kind]}
          </Step>
          <Step number={5} title={kind === "cloudevents" ? "Events to send" : "Events to tick"}>
            <Events kind={kind} />
          </Step>
          <Step number={6} title="Try it">
            <p>{TRY[kind]}</p>
            <CopyLine block label="the command" text={testCommand(kind, address)} />
            <p className="text-small text-ink-3">
              It is listed as ignored, and nothing in the ledger changes: the address and the secret are
              right.
            </p>
          </Step>
        </ol>
      </PanelBody>
    </Panel>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2.5">
      <span
        aria-hidden="true"
        className="flex size-5 items-center justify-center rounded-full bg-surface-3 text-small font-medium text-ink-2"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-col gap-1.5">
        <h3 className="!text-body text-ink">{title}</h3>
        {children}
      </div>
    </li>
  );
}

/** What keeps a sender from reaching the address, as far as the address tells. */
function Reach({ origin }: { origin: Origin }) {
  if (origin.isLocal) {
    return (
      <p className="text-small text-warn">
        Only this machine reaches that address. For a sender elsewhere, the operator sets FAULTLINE_URL to the
        address that it is reached by from there.
      </p>
    );
  }
  if (origin.isConfigured) return null;
  return (
    <p className="text-small text-ink-3">
      Taken from the address of this page, because FAULTLINE_URL is not set. The sender has to reach it too.
    </p>
  );
}

function Events({ kind }: { kind: IntegrationKind }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {SENT_EVENTS[kind].map(({ label, event, gives }) => (
        <li key={event}>
          <span className="font-medium">{label}</span>{" "}
          <code className="font-mono text-small break-words text-ink-3">{event}</code>
          <span className="block text-small text-ink-2">{gives}</span>
        </li>
      ))}
    </ul>
  );
}

const strong = (text: string) => <b className="font-medium text-ink">{text}</b>;

const WHERE: Record<IntegrationKind, { title: string; text: ReactNode }> = {
  github: {
    title: "Add a webhook on GitHub",
    text: (
      <p className="text-ink-2">
        In the repository, or in the organization for all of its repositories: {strong("Settings")},{" "}
        {strong("Webhooks")}, {strong("Add webhook")}.
      </p>
    ),
  },
  gitlab: {
    title: "Add a webhook on GitLab",
    text: (
      <p className="text-ink-2">
        In the project, or in the group for all of its projects: {strong("Settings")}, {strong("Webhooks")},{" "}
        {strong("Add new webhook")}.
      </p>
    ),
  },
  cloudevents: {
    title: "Have your tool post its events",
    text: (
      <p className="text-ink-2">
        Any tool that speaks CloudEvents 1.0 over HTTP, such as one that sends CDEvents: one event a request,
        in either mode, or a batch.
      </p>
    ),
  },
};

const SECRET: Record<IntegrationKind, { title: string; text: string }> = {
  github: { title: "Secret", text: "GitHub signs each delivery with it (X-Hub-Signature-256)." },
  gitlab: {
    title: "Signing token, or secret token",
    text: "The same text does for both. A signing token is never sent along, so prefer it where your GitLab has the field.",
  },
  cloudevents: {
    title: "Secret",
    text: "Sign with it as Standard Webhooks asks (webhook-id, webhook-timestamp, webhook-signature), or send it as Authorization: Bearer over https.",
  },
};

const code = (text: string) => <code className="font-mono text-[0.92em]">{text}</code>;

const TYPE: Record<IntegrationKind, ReactNode> = {
  github: (
    <p className="text-ink-2">
      Choose {code("application/json")}. Leave SSL verification on. Below, choose{" "}
      {strong("Let me select individual events")}.
    </p>
  ),
  gitlab: <p className="text-ink-2">Leave it on where the address begins with https.</p>,
  cloudevents: (
    <p className="text-ink-2">
      {code("application/cloudevents+json")}, {code("application/cloudevents-batch+json")}, or{" "}
      {code("application/json")} with the {code("ce-")} headers.
    </p>
  ),
};

const TRY: Record<IntegrationKind, string> = {
  github: "GitHub sends a ping as soon as the webhook is added; it shows up here. Or from a shell:",
  gitlab: "Test, on the webhook's line, sends an event of a kind of your choice. Or from a shell:",
  cloudevents: "From a shell:",
};

/** Says how long the old secret still does. */
export function OldSecretNote({ until }: { until: ReactNode }) {
  return (
    <p className="flex flex-wrap items-center gap-2 text-ink-2">
      <Chip tone="warn">old secret still taken</Chip>
      <span>until {until}. Enter the new one at the sender before then.</span>
    </p>
  );
}
