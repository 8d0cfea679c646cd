import { expect, test } from "vitest";
import { z } from "zod";
import { Invalid, NotFound } from "@/domain/errors";
import { readUnderstood } from "./read-understood";

const schema = z.object({
  kind: z.enum(["code", "dns"]).optional(),
  from: z.string().optional(),
  cursor: z.string().optional(),
});

async function read(query: z.output<typeof schema>): Promise<z.output<typeof schema>> {
  if (query.from === "yesterday") throw new Invalid("from", "It is no date.");
  if (query.cursor === "old") throw new Invalid("cursor", "It is of another list.", "invalid-cursor");
  return query;
}

test("what the contract or the reading refuses of an address is left out and named, the rest stands", async () => {
  const asked = { kind: "dns", from: "yesterday", cursor: "old", trail: "older" };
  expect(await readUnderstood(asked, schema, read)).toEqual({
    found: { kind: "dns" },
    list: { kind: "dns" },
    refused: ["from “yesterday”", "cursor “old”"],
  });
  expect(await readUnderstood({ kind: "odd" }, schema, read)).toMatchObject({
    list: {},
    refused: ["kind “odd”"],
  });
});

test("what is refused for no filter's sake is thrown on", async () => {
  const fail = () => Promise.reject(new NotFound("workspace", "x"));
  await expect(readUnderstood({ kind: "dns" }, schema, fail)).rejects.toThrow(NotFound);
  const odd = () => Promise.reject(new Invalid("limit", "It is too large."));
  await expect(readUnderstood({ kind: "dns" }, schema, odd)).rejects.toThrow(Invalid);
});
