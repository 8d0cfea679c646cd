const CHUNK_CHARS = 64 * 1024;

/**
 * Text as it is made, in pieces worth sending. The first piece is made before the answer begins, so that what fails
 * at once is still answered as a problem.
 */
export async function streamOf(pieces: AsyncGenerator<string>): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let chunk = await nextChunk(pieces);
  return new ReadableStream({
    async pull(controller) {
      if (chunk === null) return controller.close();
      controller.enqueue(encoder.encode(chunk));
      chunk = await nextChunk(pieces);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function nextChunk(pieces: AsyncGenerator<string>): Promise<string | null> {
  let text = "";
  while (text.length < CHUNK_CHARS) {
    const { done, value } = await pieces.next();
    if (done) return text === "" ? null : text;
    text += value;
  }
  return text;
}
