import type { Progress } from "@/server/import/apply-plan";

const WIDTH = 24;
const PLAIN_EVERY_MS = 5_000;

/** Progress of one file on stderr: a bar where a person watches, a line every few seconds elsewhere. */
export class ProgressLine {
  readonly #name: string;
  readonly #isQuiet: boolean;
  readonly #isTerminal = process.stderr.isTTY === true;
  #drawn = false;
  #toldMs = performance.now();

  constructor(name: string, isQuiet: boolean) {
    this.#name = name;
    this.#isQuiet = isQuiet;
  }

  say(what: string): void {
    if (this.#isTerminal) this.#draw(`${this.#name}: ${what} ...`);
  }

  show({ done, total }: Pick<Progress, "done" | "total">): void {
    const ratio = total === 0 ? 1 : done / total;
    if (this.#isTerminal) {
      const filled = Math.round(ratio * WIDTH);
      const bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
      this.#draw(`${this.#name} [${bar}] ${done} of ${total}`);
      return;
    }
    if (this.#isQuiet || performance.now() - this.#toldMs < PLAIN_EVERY_MS) return;
    this.#toldMs = performance.now();
    process.stderr.write(`${this.#name}: ${done} of ${total}\n`);
  }

  end(): void {
    if (this.#drawn) process.stderr.write("\r\u001b[K");
    this.#drawn = false;
  }

  #draw(text: string): void {
    this.#drawn = true;
    process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns ?? 100) - 1)}`);
  }
}
