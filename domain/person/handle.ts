import { identityOf } from "@/domain/provenance/identity";

/** What one person is called elsewhere. */
export const HANDLE_KINDS = ["login", "email", "name"] as const;
export type HandleKind = (typeof HANDLE_KINDS)[number];

export interface Handle {
  kind: HandleKind;
  handle: string;
}

/** An author as a source tells of them; any one of the three finds the person. */
export interface ToldAuthor {
  login?: string | undefined;
  email?: string | undefined;
  name?: string | undefined;
  /** An account of a program; found out from login, name and address if left out. */
  bot?: boolean | undefined;
}

const NO_REPLY_OF_HOST = /^(?:\d+[+-])?([\w.[\]-]+)@users\.noreply\.[\w.-]+$/;
/** Addresses that many people's commits carry, so that they are nobody's. */
const NOBODYS =
  /^(?:no-?reply|do-?not-?reply|root|git|github|gitlab|unknown|none|you)@|@(?:localhost|example\.com)$/;
/** aider marks what it wrote for a person in the person's name. */
const OWN_MARK = /\s*\((?:aider|codex|claude|cursor|gemini|opencode)\)$/i;

/** A handle as it is stored and compared: in lower case, a login without @, a name with single spaces. */
export function normalizedHandle(kind: HandleKind, text: string): string {
  const lower = plain(text).toLowerCase();
  return (kind === "login" ? lower.replace(/^@/, "") : lower).slice(0, 320);
}

/** The name without a tool's mark. */
export function ownName(name: string): string {
  return plain(name).replace(OWN_MARK, "").slice(0, 200);
}

/** How a source names the author. */
export function toldName({ name, login, email }: ToldAuthor): string {
  return plain([name, login, email].find((text) => text !== undefined && plain(text) !== "") ?? "").slice(
    0,
    200,
  );
}

/** Whether it is a program's account, as stated or by its own name. */
export function isBotAuthor({ login, email, name, bot }: ToldAuthor): boolean {
  if (bot !== undefined) return bot;
  const address = email?.trim() ?? "";
  return [login, name].some(
    (called) => called !== undefined && identityOf(ownName(called), address).kind !== "person",
  );
}

/**
 * What the person is found by, sharpest first. An address that a host made up for an account is the account's login.
 * A name finds somebody only where nothing sharper is told: namesakes are many.
 */
export function handlesOfAuthor({ login, email, name }: ToldAuthor): Handle[] {
  const handles: Handle[] = [];
  const add = (kind: HandleKind, text: string) => {
    const handle = normalizedHandle(kind, text);
    if (handle === "" || handles.some((one) => one.kind === kind && one.handle === handle)) return;
    handles.push({ kind, handle });
  };
  if (login !== undefined) add(isAddress(login) ? "email" : "login", login);
  const address = normalizedHandle("email", email ?? "");
  const hostLogin = NO_REPLY_OF_HOST.exec(address)?.[1];
  if (hostLogin !== undefined) add("login", hostLogin);
  else if (isAddress(address) && !NOBODYS.test(address)) add("email", address);
  if (handles.length === 0 && name !== undefined) add("name", ownName(name));
  return handles;
}

function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

function isAddress(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text.trim());
}
