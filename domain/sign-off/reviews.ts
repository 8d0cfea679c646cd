/** What a reviewer said on the code host, of the words that decide something. */
export interface ReviewWord {
  login: string;
  state: string;
  /** The head that they looked at. */
  revision: string | null;
  /** The host's instant of the review, ISO 8601. */
  at: string;
  /** When the host told of it, where that is known to be later: a dismissal carries its review's own instant. */
  toldAt?: string | null | undefined;
}

/** A review as a sign-off. It follows from the words alone, so that their order and repetition change nothing. */
export interface ReviewSignOff {
  externalId: string;
  login: string;
  decision: "approved" | "declined";
  revision: string | null;
  at: string;
  withdrawn: { at: string; reason: string } | null;
}

const WEIGHTS = new Map([
  ["approved", 1],
  ["changes_requested", 2],
  ["dismissed", 3],
]);

/** Words of one request that are kept; more of them than any has. */
const WORDS_MAX = 500;

/** The words that decide something, each once and in one order, whatever order they came in. */
export function uniteWords(known: readonly ReviewWord[], added: readonly ReviewWord[]): ReviewWord[] {
  const united = new Map<string, ReviewWord>();
  for (const word of [...known, ...added]) {
    if (!WEIGHTS.has(word.state)) continue;
    const key = keyOf(word);
    const other = united.get(key);
    // Told twice, it was dismissed when it was told of first.
    if (other === undefined || (other.toldAt ?? "~") > (word.toldAt ?? "~")) united.set(key, word);
  }
  return [...united.values()].sort(inOrder).slice(-WORDS_MAX);
}

const keyOf = ({ login, state, revision, at }: ReviewWord) => JSON.stringify([login, at, state, revision]);

/** By instant; in the same one the heavier comes last and stands. */
function inOrder(a: ReviewWord, b: ReviewWord): number {
  return (
    Date.parse(a.at) - Date.parse(b.at) ||
    (WEIGHTS.get(a.state) ?? 0) - (WEIGHTS.get(b.state) ?? 0) ||
    (keyOf(a) < keyOf(b) ? -1 : 1)
  );
}

/** The reviews as sign-offs: an approval stands until it is dismissed, or its reviewer asks for changes after all. */
export function signOffsOfReviews(words: readonly ReviewWord[]): ReviewSignOff[] {
  const ordered = uniteWords([], words);
  const found = new Map<string, ReviewSignOff>();
  for (const [place, word] of ordered.entries()) {
    if (word.state === "dismissed") continue;
    const decision = word.state === "approved" ? "approved" : "declined";
    const externalId = `${word.login.toLowerCase()} ${word.at} ${decision}`;
    const { login, revision, at } = word;
    const withdrawn = takenBack(word, ordered.slice(place + 1));
    found.set(externalId, { externalId, login, decision, revision, at, withdrawn });
  }
  return [...found.values()];
}

function takenBack(word: ReviewWord, later: readonly ReviewWord[]): ReviewSignOff["withdrawn"] {
  let first: ReviewSignOff["withdrawn"] = null;
  for (const other of later) {
    if (other.login !== word.login || other.state === word.state) continue;
    const at = other.state === "dismissed" ? latest(other.at, other.toldAt) : other.at;
    const reason =
      other.state === "dismissed"
        ? "Dismissed on the code host."
        : other.state === "approved"
          ? "Approved after all."
          : "Asked for changes after all.";
    if (first === null || at < first.at) first = { at, reason };
  }
  return first;
}

function latest(at: string, toldAt: string | null | undefined): string {
  return toldAt != null && Date.parse(toldAt) > Date.parse(at) ? toldAt : at;
}
