export const PASSWORD_CHARACTERS_MIN = 12;
const PASSWORD_CHARACTERS_MAX = 200;

/** What an attacker knows of a user and tries first. */
export interface Known {
  name: string;
  email: string;
}

/** How much must be left of a password when what is guessed first is taken out of it. */
const REST_MIN = 8;
const DISTINCT_MIN = 5;
const PERIOD_MAX = 12;
const KEYBOARD_ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "1234567890"];

/** Why this cannot be the user's password, as a sentence that says what would do; null when nothing speaks against it. */
export function passwordProblem(
  password: string,
  known: Known,
  isCommon: (text: string) => boolean,
): string | null {
  const text = password.normalize("NFKC");
  const length = [...text].length;
  if (length < PASSWORD_CHARACTERS_MIN) {
    return `A password needs at least ${PASSWORD_CHARACTERS_MIN} characters. Four or five random words do well.`;
  }
  if (length > PASSWORD_CHARACTERS_MAX) {
    return `A password has at most ${PASSWORD_CHARACTERS_MAX} characters.`;
  }
  const plain = text.toLowerCase();
  if (isMonotonous(plain)) {
    return "This password repeats or counts through a few characters, which is tried first. Choose unrelated words.";
  }
  if (variantsOf(plain).some(isCommon)) {
    return "This password is a common one, or little more than one. Choose unrelated words.";
  }
  if (leavesTooLittle(plain, personalParts(known))) {
    return "This password is little more than a name that belongs to you or to Faultline. Choose unrelated words.";
  }
  return null;
}

/** The same password without what people add to get past a rule: capitals, spaces, l33t, digits and signs around it. */
function variantsOf(plain: string): string[] {
  const spaceless = plain.replace(/[\s._-]+/g, "");
  const forms = [plain, spaceless, unleet(spaceless)];
  const cores = forms.flatMap((form) => [trimmed(form), trimmed(form).replace(/\d+/g, "")]);
  const all = [...forms, ...cores, ...cores.map(unleet), ...forms.map((form) => trimmed(unleet(form)))];
  return [...new Set([...all, ...all.map(halved)])].filter((form) => form.length >= 4);
}

/** Without digits and signs at both ends: !password2024! is password. */
function trimmed(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
}

const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "+": "t",
};

function unleet(text: string): string {
  return text.replace(/[0134578@$!|+]/g, (sign) => LEET[sign] ?? sign);
}

/** A word written twice is that word. */
function halved(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half + half === text ? half : text;
}

function isMonotonous(text: string): boolean {
  const characters = [...text];
  return (
    new Set(characters).size < DISTINCT_MIN || isPeriodic(characters) || collapsed(text).length < REST_MIN
  );
}

/** One short text over and over: abcdeabcdeabcde. */
function isPeriodic(characters: readonly string[]): boolean {
  for (let period = 1; period <= Math.min(PERIOD_MAX, characters.length / 2); period += 1) {
    if (characters.every((character, at) => at < period || character === characters[at - period]))
      return true;
  }
  return false;
}

/** Every run that counts up or down, repeats or follows a keyboard's row stands for one character. */
function collapsed(text: string): string {
  let result = "";
  let run = 1;
  for (let at = 0; at < text.length; at += 1) {
    run = at > 0 && follows(text.charAt(at - 1), text.charAt(at)) ? run + 1 : 1;
    // Two neighbours stand in any word; three in a row are a pattern.
    if (run < 3) result += text.charAt(at);
  }
  return result;
}

function follows(before: string, after: string): boolean {
  if (Math.abs(after.charCodeAt(0) - before.charCodeAt(0)) <= 1) return true;
  return KEYBOARD_ROWS.some((row) => row.includes(before + after) || row.includes(after + before));
}

function personalParts({ name, email }: Known): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  const words = `${name} ${local} ${domain.split(".").slice(0, -1).join(" ")}`.toLowerCase();
  const parts = [local, ...words.split(/[^\p{L}\p{N}]+/u), "faultline"];
  return [...new Set(parts)].filter((part) => part.length >= 3).sort((a, b) => b.length - a.length);
}

function leavesTooLittle(plain: string, parts: readonly string[]): boolean {
  return [plain, unleet(plain)].some((form) => {
    const rest = parts.reduce((left, part) => left.replaceAll(part, ""), form);
    return rest !== form && rest.replace(/[\s._-]/g, "").length < REST_MIN;
  });
}
