/** The body as JSON; null when it is none, or has more bytes than that: the rest is then not even read. */
export async function boundedJson(request: Request, bytesMax: number): Promise<unknown> {
  if (request.body === null || Number(request.headers.get("content-length") ?? 0) > bytesMax) return null;
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.length;
    if (bytes > bytesMax) {
      await reader.cancel();
      return null;
    }
    chunks.push(next.value);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return null;
  }
}
