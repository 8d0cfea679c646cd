import { gunzipSync } from "node:zlib";
import { Invalid } from "@/domain/errors";

const MB = 1024 * 1024;

/** The most a command or the page takes; counted after unpacking, because that is what fills the memory. */
export const COMMAND_BYTES_MAX = 200 * MB;
export const UPLOAD_BYTES_MAX = 50 * MB;

export interface Decoded {
  text: string;
  notes: string[];
}

/** A file's bytes as text: unpacked where they are gzip, in the encoding that they are written in. */
export function decodeFile(bytes: Uint8Array, maxBytes: number): Decoded {
  refuseLarge(bytes.length, maxBytes);
  const content = isGzip(bytes) ? unpack(bytes, maxBytes) : bytes;
  refuseForeign(content);
  const encoding = encodingOf(content);
  if (encoding) return { text: new TextDecoder(encoding).decode(content), notes: [] };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(content), notes: [] };
  } catch {
    return {
      text: new TextDecoder("windows-1252").decode(content),
      notes: ["The file is not UTF-8; it was read as Windows-1252. Check the letters with accents."],
    };
  }
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unpack(bytes: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ERR_BUFFER_TOO_LARGE")
      throw tooLarge(`more than ${Math.floor(maxBytes / MB)} MB unpacked`, maxBytes);
    throw new Invalid(
      "file",
      "The file is gzip but it is cut off or damaged. Copy or download it again.",
      "bad-gzip",
    );
  }
}

function refuseLarge(size: number, maxBytes: number): void {
  if (size > maxBytes) throw tooLarge(`${Math.ceil(size / MB)} MB`, maxBytes);
}

function tooLarge(size: string, maxBytes: number): Invalid {
  const larger =
    maxBytes < COMMAND_BYTES_MAX
      ? `Split it, or import it on the server with \`npx faultline import\`, which takes ${COMMAND_BYTES_MAX / MB} MB.`
      : "Split it and import the parts one after the other.";
  return new Invalid(
    "file",
    `The file is ${size}; ${maxBytes / MB} MB is the most. ${larger}`,
    "file-too-large",
  );
}

/** Files that are often offered and hold no text. */
export function refuseForeign(content: Uint8Array): void {
  const startsWith = (...head: number[]) => head.every((byte, index) => content[index] === byte);
  const refuse = (reason: string) => {
    throw new Invalid("file", reason, "not-text");
  };
  if (startsWith(0x50, 0x4b, 0x03, 0x04)) {
    refuse(
      "This is a zip archive or a workbook. Unpack it and import the files in it; save a workbook as CSV.",
    );
  }
  if (startsWith(0xd0, 0xcf, 0x11, 0xe0)) refuse("This is an old workbook. Save it as CSV and import that.");
  if (startsWith(0x25, 0x50, 0x44, 0x46))
    refuse("This is a PDF. Import the table that it was made from, as CSV.");
}

/** The encoding that the bytes show to be none of ASCII's kind; null where they do not. */
export function encodingOf(content: Uint8Array): string | null {
  return encodingByMark(content) ?? encodingByZeros(content);
}

function encodingByMark(content: Uint8Array): string | null {
  if (content[0] === 0xff && content[1] === 0xfe) return "utf-16le";
  if (content[0] === 0xfe && content[1] === 0xff) return "utf-16be";
  return null;
}

/** Text in UTF-16 without a mark has a zero in every second byte where it is ASCII. */
function encodingByZeros(content: Uint8Array): string | null {
  const head = content.subarray(0, 512);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const many = head.length / 4;
  if (odd > many && even < many / 4) return "utf-16le";
  if (even > many && odd < many / 4) return "utf-16be";
  if (even + odd > 0 && head.length > 64 && even + odd > many) {
    throw new Invalid("file", "The file is not text. Import JSON, JSON lines or CSV.", "not-text");
  }
  return null;
}
