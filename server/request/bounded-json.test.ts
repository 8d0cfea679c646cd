import { expect, test } from "vitest";
import { boundedJson } from "./bounded-json";

// Node asks for it where the body is a stream.
const streaming = { duplex: "half" };

const post = (body: BodyInit, headers = {}) =>
  new Request("http://localhost/", { method: "POST", body, headers, ...streaming });

test("a small body is read, and what is no JSON is nothing", async () => {
  expect(await boundedJson(post('{"theme":"dark"}'), 100)).toEqual({ theme: "dark" });
  expect(await boundedJson(post("{"), 100)).toBeNull();
  expect(await boundedJson(new Request("http://localhost/"), 100)).toBeNull();
});

test("a body without end is given up after the limit", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 64;
      controller.enqueue(new Uint8Array(64).fill(0x20));
    },
  });
  expect(await boundedJson(post(endless), 1000)).toBeNull();
  expect(sent).toBeLessThan(2000);
});

test("a length beyond the limit is not even begun", async () => {
  expect(await boundedJson(post("{}", { "content-length": "5000" }), 1000)).toBeNull();
});
