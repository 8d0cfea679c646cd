import { expect, test } from "vitest";
import { bodyOf, type Message } from "./message";
import { RETRY_PAUSES_MS, retryAfterMs, retryPauseMs } from "./schedule";

const message: Message = {
  id: "n1",
  event: "sign-off.requested",
  at: "2026-03-18T12:00:00.000Z",
  workspace: "acme",
  origin: "https://faultline.example.com",
  told: {
    title: "Ping <!channel> & *everybody* <https://evil.example|click>",
    sentence: "Needs one senior.",
    path: "/sign-offs?request=r1|x",
    facts: [{ name: "Service", value: "Checkout <@U1>" }],
    data: { requestId: "r1", state: "waiting" },
  },
};

test("a webhook's body names its type, its instant, what happened in words, and where it is", () => {
  expect(JSON.parse(bodyOf("webhook", message))).toEqual({
    type: "sign-off.requested",
    timestamp: "2026-03-18T12:00:00.000Z",
    workspace: "acme",
    data: {
      title: message.told.title,
      sentence: "Needs one senior.",
      url: "https://faultline.example.com/acme/sign-offs?request=r1|x",
      facts: message.told.facts,
      requestId: "r1",
      state: "waiting",
    },
  });
  expect(JSON.parse(bodyOf("webhook", { ...message, origin: null })).data.url).toBeNull();
});

test("nothing that a person wrote is markup in Slack: it is escaped, or in plain text", () => {
  const body = JSON.parse(bodyOf("slack", message));
  expect(body.text).toBe(
    "Sign-off asked for: Ping &lt;!channel&gt; &amp; *everybody* &lt;https://evil.example|click&gt;",
  );
  expect(body.mrkdwn).toBe(false);
  const texts = (body.blocks as { type: string; text?: object; fields?: object[]; elements?: object[] }[])
    .flatMap(({ text, fields, elements }) => [text, ...(fields ?? []), ...(elements ?? [])])
    .filter((one) => one !== undefined) as { type: string; text: string }[];
  const marked = texts.filter(({ type }) => type !== "plain_text");
  expect(marked).toEqual([
    {
      type: "mrkdwn",
      text: "<https://faultline.example.com/acme/sign-offs?request=r1%7Cx|Open in Faultline>",
    },
  ]);
});

test("Slack's limits are kept, whatever the title", () => {
  const told = {
    ...message.told,
    title: "🚦".repeat(5000),
    facts: Array.from({ length: 30 }, (_, at) => ({ name: `Fact ${at}`, value: "x".repeat(3000) })),
  };
  const body = JSON.parse(bodyOf("slack", { ...message, told }));
  const [header, section, fields] = body.blocks;
  expect([...header.text.text].length).toBeLessThanOrEqual(150);
  expect([...section.text.text].length).toBeLessThanOrEqual(3000);
  expect(fields.fields.length).toBe(10);
  for (const { text } of fields.fields) expect([...text].length).toBeLessThanOrEqual(2000);
});

test("a retry waits as the schedule says, a fifth more or less, and then gives up", () => {
  for (const [index, pauseMs] of RETRY_PAUSES_MS.entries()) {
    expect(retryPauseMs(index + 1, 0.5)).toBe(pauseMs);
    expect(retryPauseMs(index + 1, 0)).toBe(Math.round(pauseMs * 0.8));
    expect(retryPauseMs(index + 1, 1)).toBe(Math.round(pauseMs * 1.2));
  }
  expect(retryPauseMs(RETRY_PAUSES_MS.length + 1, 0.5)).toBeNull();
});

test("a receiver may ask for a longer pause, up to a day, in seconds or by a date", () => {
  const nowMs = Date.parse("2026-03-18T12:00:00Z");
  expect(retryAfterMs("120", nowMs)).toBe(120_000);
  expect(retryAfterMs("Wed, 18 Mar 2026 12:01:00 GMT", nowMs)).toBe(60_000);
  expect(retryAfterMs("soon", nowMs)).toBeNull();
  expect(retryAfterMs(undefined, nowMs)).toBeNull();
  expect(retryPauseMs(1, 0.5, 120_000)).toBe(120_000);
  expect(retryPauseMs(1, 0.5, 1)).toBe(5_000);
  expect(retryPauseMs(1, 0.5, 10 * 86_400_000)).toBe(86_400_000);
});
