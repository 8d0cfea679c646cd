import { detectAiInvolvement, detectReadingAll } from "@/domain/provenance/detect";
import type { ProvenanceInput } from "@/domain/provenance/schema";

const PLAIN: ProvenanceInput = {
  message: `Fix the cart losing items when the session expires (#1234)

The cart kept its items in the session, which is dropped after an hour.
Keep them in the table instead.

Signed-off-by: Ann Lee <ann@acme.test>
Co-authored-by: Bob Ray <12345+bob@users.noreply.github.com>`,
  authorName: "Ann Lee",
  authorEmail: "ann@acme.test",
  committerName: "GitHub",
  committerEmail: "noreply@github.com",
};
const TRAILER = {
  ...PLAIN,
  message: `${PLAIN.message}\nCo-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>`,
};
const PROSE = {
  ...PLAIN,
  message: `${PLAIN.message}\n\nMost of the code was generated with Claude Code, and I reviewed it.`,
};

/** Processor time of one commit in µs: what it costs to look for AI's part, and what reading every line would. */
export function benchProvenance(): void {
  console.log("\nLooking for AI's part in a commit (processor time)");
  for (const [name, input] of [
    ["plain, with people's trailers", PLAIN],
    ["with an agent's trailer", TRAILER],
    ["with a sentence about it", PROSE],
  ] as const) {
    const ours = costUs(() => detectAiInvolvement(input));
    const all = costUs(() => detectReadingAll(input));
    console.log(
      `  ${name.padEnd(44)} ${ours.toFixed(1).padStart(8)} µs   reading every line ${all.toFixed(1)} µs`,
    );
  }
}

function costUs(work: () => unknown): number {
  for (let run = 0; run < 2000; run += 1) work();
  const before = process.cpuUsage();
  for (let run = 0; run < 10_000; run += 1) work();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 10_000;
}
