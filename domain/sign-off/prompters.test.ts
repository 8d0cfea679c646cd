import { expect, test } from "vitest";
import { type NamingCommit, namedPrompters } from "./prompters";

const commit = (more: Partial<NamingCommit> = {}): NamingCommit => ({
  revision: "a1",
  message: "Retry",
  authorName: "copilot-swe-agent[bot]",
  authorEmail: "198982749+Copilot@users.noreply.github.com",
  committerName: "Claude",
  committerEmail: "noreply@anthropic.com",
  isOfMerge: false,
  ...more,
});
const ANA = { name: "Ana", email: "ana@acme.test" };
const named = (more: Partial<NamingCommit>, mergeRevision: string | null = null) =>
  namedPrompters([commit(more)], { mergeRevision });

test.each<[string, Partial<NamingCommit>]>([
  ["a co-author", { message: "Retry\n\nCo-authored-by: Ana <Ana@acme.test>" }],
  ["a co-author in other letters", { message: 'Retry\n\n  co-author: "Ana"  <ana@acme.test>\r\nMore' }],
  ["an author", { authorName: "Ana", authorEmail: "ana@acme.test" }],
  ["a committer", { committerName: "Ana", committerEmail: "ana@acme.test" }],
])("%s who is a person had the agent make it", (_, more) => {
  expect(named(more)).toEqual([ANA]);
});

test("agents, bots and whoever only merged did not", () => {
  expect(named({ message: "Co-Authored-By: Claude <noreply@anthropic.com>" })).toEqual([]);
  expect(named({ message: "Reviewed-by: Ana <ana@acme.test>\nAsk Ana <ana@acme.test>" })).toEqual([]);
  const byAna = {
    authorName: "Ana",
    authorEmail: ANA.email,
    committerName: "Ana",
    committerEmail: ANA.email,
  };
  expect(named({ ...byAna, revision: "A1" }, "a1")).toEqual([]);
  expect(named({ committerName: "Ana", committerEmail: ANA.email, isOfMerge: true })).toEqual([]);
});

test("a squash's own message and a description name co-authors too, each once", () => {
  const trailer = "Co-authored-by: Ana <ana@acme.test>";
  const commits = [commit({ message: trailer })];
  expect(namedPrompters(commits, { description: trailer, mergeRevision: "a1" })).toEqual([ANA]);
});
