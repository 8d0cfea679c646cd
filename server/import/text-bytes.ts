import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Invalid } from "@/domain/errors";
import { encodingOf, isGzip, refuseForeign } from "./decode";

const HEAD_BYTES = 64 * 1024;

/** A file's bytes as they come, as text in UTF-8 without a mark: unpacked where they are gzip. */
export async function* textBytes(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, all } = await withHead(file);
  if (!isGzip(head)) {
    yield* decoded(all);
    return;
  }
  const unpacked = createGunzip();
  pipeline(Readable.from(all), unpacked, () => undefined);
  try {
    yield* decoded(unpacked);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && /^Z_/.test(String(error.code)))) throw error;
    const reason = "The file is gzip but it is cut off or damaged. Copy or download it again.";
    throw new Invalid("file", reason, "bad-gzip");
  }
}

async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { head, all } = await withHead(bytes);
  if (head.length === 0) throw new Invalid("file", "The file is empty.", "empty-file");
  refuseForeign(head);
  const encoding = encodingOf(head);
  const decoder = encoding === null ? null : new TextDecoder(encoding);
  let isFirst = true;
  for await (const chunk of all) {
    const text = decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
    const hasMark = isFirst && text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf;
    isFirst = false;
    yield hasMark ? text.subarray(3) : text;
  }
  if (decoder !== null) yield Buffer.from(decoder.decode());
}

/** The first bytes, and all of them: those first. */
export async function withHead(
  bytes: AsyncIterable<Buffer>,
): Promise<{ head: Buffer; all: AsyncGenerator<Buffer> }> {
  const rest = bytes[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done) break;
    chunks.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(chunks);
  async function* all() {
    try {
      if (head.length > 0) yield head;
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    } finally {
      await rest.return?.();
    }
  }
  return { head, all: all() };
}
