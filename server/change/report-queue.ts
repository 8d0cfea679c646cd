/**
 * Text on its way from who makes it to who reads it. The maker goes on while there is room: a sender that reads the
 * answer only after its last byte is sent must not stop the reading of its own bytes.
 */
export class ReportQueue {
  readonly #encoder = new TextEncoder();
  readonly #charsMax: number;
  #waiting: string[] = [];
  #chars = 0;
  #isClosed = false;
  #isAbandoned = false;
  #wakeReader: (() => void) | null = null;
  #wakeMaker: (() => void) | null = null;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  /** Whether nobody reads any more. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  async put(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#chars += text.length;
    this.#wakeReader?.();
    while (this.#chars > this.#charsMax && !this.#isAbandoned) {
      await new Promise<void>((resolve) => {
        this.#wakeMaker = resolve;
      });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#wakeReader?.();
  }

  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: async (controller) => {
        while (this.#waiting.length === 0 && !this.#isClosed) {
          await new Promise<void>((resolve) => {
            this.#wakeReader = resolve;
          });
        }
        if (this.#waiting.length === 0) return controller.close();
        const text = this.#waiting.join("");
        this.#waiting = [];
        this.#chars = 0;
        this.#wakeMaker?.();
        controller.enqueue(this.#encoder.encode(text));
      },
      cancel: () => {
        this.#isAbandoned = true;
        this.#wakeMaker?.();
      },
    });
  }
}
