import { type ChannelKind, NOTIFICATION_EVENT_WORDS, type SentEvent } from "./events";

/** What a notification tells, the same for every kind of channel. */
export interface Told {
  /** Of what it tells: the title of a change, the name of an agent. */
  title: string;
  /** What happened, and what it takes now, for people. */
  sentence: string;
  /** Page below the workspace's address. */
  path: string;
  /** A few more words for people: who, which service, until when. */
  facts: readonly { name: string; value: string }[];
  /** Ids and states, for programs. */
  data: Readonly<Record<string, unknown>>;
}

export interface Message {
  id: string;
  event: SentEvent;
  told: Told;
  /** ISO, when it was put down. */
  at: string;
  workspace: string;
  /** Where the application is reached; null where its operator has not said. */
  origin: string | null;
}

/** The body that is posted. */
export function bodyOf(kind: ChannelKind, message: Message): string {
  return JSON.stringify(kind === "slack" ? slackBody(message) : webhookBody(message));
}

function webhookBody(message: Message) {
  const { event, told, at, workspace } = message;
  const { title, sentence, facts, data } = told;
  const url = addressOf(message);
  return { type: event, timestamp: at, workspace, data: { title, sentence, url, facts, ...data } };
}

function addressOf({ origin, workspace, told }: Message): string | null {
  return origin === null ? null : `${origin}/${workspace}${told.path}`;
}

const SECTION_MAX = 2_900;
const FIELD_MAX = 1_900;
const FIELDS_MAX = 10;
const HEADER_MAX = 150;

/** As Slack's incoming webhooks take it. Words of people go in as plain text, where nothing is markup. */
function slackBody(message: Message) {
  const { event, told, workspace } = message;
  const heading = NOTIFICATION_EVENT_WORDS[event];
  const url = addressOf(message);
  const plain = (text: string, max: number) => ({ type: "plain_text", text: cut(text, max), emoji: false });
  const fields = told.facts
    .slice(0, FIELDS_MAX)
    .map(({ name, value }) => plain(`${name}: ${value}`, FIELD_MAX));
  return {
    // What a notification on a telephone shows; markup is off here too.
    text: slackEscaped(cut(`${heading}: ${told.title}`, SECTION_MAX)),
    mrkdwn: false,
    unfurl_links: false,
    blocks: [
      { type: "header", text: plain(heading, HEADER_MAX) },
      { type: "section", text: plain(`${told.title}\n${told.sentence}`, SECTION_MAX) },
      ...(fields.length === 0 ? [] : [{ type: "section", fields }]),
      {
        type: "context",
        elements: [
          {
            type: "mrkdwn",
            text:
              url === null
                ? `Faultline, ${slackEscaped(workspace)}`
                : `<${slackAddress(url)}|Open in Faultline>`,
          },
        ],
      },
    ],
  };
}

/** Slack reads these three as control characters in any text that is not plain. */
function slackEscaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A bar would end the address and begin the words of the link. */
const slackAddress = (url: string) => slackEscaped(url.replaceAll("|", "%7C"));

function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}
