const NEWLINE = 0x0a;

/** A line of a body by its number from 1; null where it is longer than may be. */
export interface BodyLine {
  number: number;
  bytes: Uint8Array | null;
}

/**
 * The lines of a body as they come. One that is too long is not kept: its rest is read over, so that no body, however
 * it is cut, needs more memory than its longest line may have.
 */
export async function* splitLines(
  body: AsyncIterable<Uint8Array>,
  bytesMax: number,
): AsyncGenerator<BodyLine[]> {
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  let number = 0;
  const finish = (end: Uint8Array): BodyLine => {
    number += 1;
    const size = restBytes + end.length;
    const bytes = size > bytesMax ? null : restBytes === 0 ? end : Buffer.concat([...rest, end], size);
    rest = [];
    restBytes = 0;
    return { number, bytes };
  };
  for await (const chunk of body) {
    const lines: BodyLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(finish(chunk.subarray(start, end)));
      start = end + 1;
    }
    const tail = chunk.subarray(start);
    restBytes += tail.length;
    if (restBytes > bytesMax) rest = [];
    else if (tail.length > 0) rest.push(tail);
    if (lines.length > 0) yield lines;
  }
  if (restBytes > 0) yield [finish(new Uint8Array(0))];
}
