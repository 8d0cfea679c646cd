import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";

const PEOPLE = 400;
const BASE_SECONDS = Date.UTC(2022, 0, 1) / 1000;

/** A made-up clone of so many commits, with what real histories hold: see `messageOf` and `shapeOf`. */
export async function makeClone(folder: string, commits: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await git(folder, ["init", "--quiet", "--bare", "--initial-branch=main", "."]);
  await git(folder, ["remote", "add", "origin", "https://github.com/acme/shop.git"]);
  const child = spawn("git", ["-C", folder, "fast-import", "--quiet"], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const ended = once(child, "close");
  for (const text of history(commits)) {
    if (!child.stdin.write(text)) await once(child.stdin, "drain");
  }
  child.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error("git fast-import failed.");
  // Without it every start of git writes a warning.
  writeFileSync(`${folder}/description`, "made up\n");
}

async function git(folder: string, args: readonly string[]): Promise<void> {
  const child = spawn("git", ["-C", folder, ...args], { stdio: "inherit" });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`git ${args[0]} failed.`);
}

/** Of ten commits of the main line three are merges of two commits each, one of them now and then an octopus. */
function* history(commits: number): Generator<Buffer> {
  let mark = 0;
  let head = 0;
  const notes: number[] = [];
  const landed: number[] = [];
  while (mark < commits) {
    const isMerge = landed.length % 10 < 3 && landed.length > 0;
    const side: number[] = [];
    for (let branch = 0; isMerge && branch < (landed.length % 100 === 1 ? 3 : 1); branch += 1) {
      let from = head;
      for (let step = 0; step < 2; step += 1) {
        mark += 1;
        yield commit(mark, "refs/heads/side", messageOf(mark, null), [from]);
        from = mark;
      }
      side.push(from);
    }
    mark += 1;
    const message = isMerge
      ? Buffer.from(`Merge pull request #${mark} from acme/topic-${mark}\n\nTopic ${mark}\n`)
      : messageOf(mark, landed.at(-7) ?? null);
    yield commit(mark, "refs/heads/main", message, head === 0 ? [] : [head, ...side]);
    if (mark % 20 === 0) notes.push(mark);
    head = mark;
    landed.push(mark);
  }
  yield Buffer.from(`reset refs/heads/main\nfrom :${head}\n\n`);
  yield* notesOf(notes);
}

function commit(mark: number, ref: string, message: Buffer, parents: readonly number[]): Buffer {
  const person = (mark * 7919) % PEOPLE;
  const who = mark % 40 === 0 ? BOT : `Person ${person} <person-${person}@acme.test>`;
  const when = `${BASE_SECONDS + mark * 4000} +0100`;
  const [from, ...merged] = parents;
  const head = [
    `commit ${ref}`,
    `mark :${mark}`,
    `author ${who} ${when}`,
    `committer Forge <noreply@github.com> ${when}`,
    `data ${message.length}\n`,
  ].join("\n");
  const links = [
    ...(from === undefined ? [] : [`from :${from}`]),
    ...merged.map((one) => `merge :${one}`),
    shapeOf(mark, from === mark - 1),
  ].filter((one) => one !== "");
  return Buffer.concat([Buffer.from(head), message, Buffer.from(`\n${links.join("\n")}\n\n`)]);
}

const BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>";

/** What it alters: text, now and then binaries, renames, submodules and nothing at all. */
function shapeOf(mark: number, isNext: boolean): string {
  if (mark % 50 === 0) return "";
  const folder = `services/s${mark % 30}`;
  const text = `line ${mark}\n`.repeat(1 + (mark % 60));
  const lines = [`M 100644 inline ${folder}/file-${mark % 200}.ts\ndata ${text.length}\n${text}`];
  if (mark % 30 === 0)
    lines.push(`M 100644 inline ${folder}/picture.png\ndata 4\n\u0001\u0002${mark % 10}\u0000`);
  if (mark % 70 === 0) lines.push(`M 160000 ${String(mark).padStart(40, "a")} vendor/module`);
  if (mark % 90 === 0) lines.push(`M 100644 inline odd ${mark}.md\ndata ${text.length}\n${text}`);
  if (mark % 90 === 1 && mark > 90 && (mark - 1) % 50 !== 0 && isNext)
    lines.push(`R "odd ${mark - 1}.md" "renamed ${mark}.md"`);
  return lines.join("\n");
}

/** A plain message; now and then a squash, an agent's trailer, a revert, no message, or one in another encoding. */
function messageOf(mark: number, reverted: number | null): Buffer {
  const subject = `Change ${mark} of the shop`;
  const body = "The cart kept its items in the session.\nKeep them in the table instead.";
  if (mark % 97 === 0) return Buffer.alloc(0);
  if (mark % 89 === 0) return Buffer.from(`Gr\u00f6\u00dfe ${mark}\n`, "latin1");
  if (mark % 83 === 0 && reverted !== null)
    return Buffer.from(`Revert "Change ${reverted}"\n\nThis reverts commit 0.\n`);
  if (mark % 11 === 0) {
    return Buffer.from(
      `${subject} (#${mark})\n\n${body}\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n`,
    );
  }
  return Buffer.from(`${subject}${mark % 2 === 0 ? ` (#${mark})` : ""}\n\n${body}\n`);
}

function* notesOf(marks: readonly number[]): Generator<Buffer> {
  if (marks.length === 0) return;
  const log = JSON.stringify({
    schema_version: "authorship/3.0.0",
    prompts: { a: { agent_id: { tool: "cursor", id: "1", model: "claude-4.5-opus" }, accepted_lines: 9 } },
  });
  const note = `src/cart.ts\n  a 1-9\n---\n${log}`;
  yield Buffer.from(
    `commit refs/notes/ai\ncommitter Forge <noreply@github.com> ${BASE_SECONDS} +0000\ndata 0\n\n${marks
      .map((mark) => `N inline :${mark}\ndata ${Buffer.byteLength(note)}\n${note}\n`)
      .join("")}\n`,
  );
}
