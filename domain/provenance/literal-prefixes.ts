/** A beginning of what a pattern matches; `exact` while the pattern may go on right after it. */
interface Beginning {
  text: string;
  exact: boolean;
}

const BEGINNINGS_MAX = 200;
const NOTHING: readonly Beginning[] = [{ text: "", exact: true }];
const ANYTHING: readonly Beginning[] = [{ text: "", exact: false }];

/**
 * Texts in lower case with one of which every match of the pattern begins, read off the pattern itself: so that a text
 * without any of them need not be searched. An empty one among them means that a match may begin with anything.
 */
export function literalPrefixes(source: string): string[] {
  const reader = new PatternReader(source.replace(/^\^(?:\\W\*|\[\\W_\]\*)?/, ""));
  const prefixes = new Set(reader.alternatives().map(({ text }) => text.toLowerCase()));
  // A longer beginning says nothing that its own beginning does not say.
  return [...prefixes].filter(
    (one) => ![...prefixes].some((other) => other !== one && one.startsWith(other)),
  );
}

/** Reads the few forms of regular expressions that the rules of this folder are written in. */
class PatternReader {
  private at = 0;
  constructor(private readonly source: string) {}

  alternatives(): readonly Beginning[] {
    const all = [...this.sequence()];
    while (this.take("|")) all.push(...this.sequence());
    return all;
  }

  private sequence(): readonly Beginning[] {
    let all: readonly Beginning[] = NOTHING;
    while (this.at < this.source.length && !/[|)]/.test(this.peek())) {
      const next = this.quantified(this.atom());
      const isDone = all.length * next.length > BEGINNINGS_MAX;
      all = isDone
        ? all.map(({ text }) => ({ text, exact: false }))
        : all.flatMap((one) => joined(one, next));
    }
    return all;
  }

  private quantified(atom: readonly Beginning[]): readonly Beginning[] {
    const [, quantifier = ""] = /^([?*+]|\{\d+(?:,\d*)?\})/.exec(this.source.slice(this.at)) ?? [];
    this.at += quantifier.length;
    if (quantifier !== "") this.take("?");
    if (quantifier === "") return atom;
    if (quantifier === "?") return [...atom, ...NOTHING];
    const repeated = atom.map(({ text }) => ({ text, exact: false }));
    return quantifier === "*" || quantifier.startsWith("{0") ? [...repeated, ...NOTHING] : repeated;
  }

  private atom(): readonly Beginning[] {
    if (this.take("(?:")) return this.group();
    if (this.take("(?=") || this.take("(?!")) {
      this.group();
      return ANYTHING;
    }
    if (this.take("[")) return this.set();
    if (this.take("\\")) return escaped(this.next());
    const char = this.next();
    if (char === "^") return NOTHING;
    return char === "." || char === "$" ? ANYTHING : [{ text: char, exact: true }];
  }

  private group(): readonly Beginning[] {
    const inner = this.alternatives();
    this.take(")");
    return inner;
  }

  private set(): readonly Beginning[] {
    const end = this.source.indexOf("]", this.at);
    const chars = this.source.slice(this.at, end);
    this.at = end + 1;
    const isPlain = /^-?[^\\^-]{1,5}$/.test(chars);
    return isPlain ? [...chars].map((text) => ({ text, exact: true })) : ANYTHING;
  }

  private take(text: string): boolean {
    const isThere = this.source.startsWith(text, this.at);
    if (isThere) this.at += text.length;
    return isThere;
  }

  private peek(): string {
    return this.source[this.at] ?? "";
  }

  private next(): string {
    this.at += 1;
    return this.source[this.at - 1] ?? "";
  }
}

function joined(one: Beginning, next: readonly Beginning[]): readonly Beginning[] {
  return one.exact ? next.map(({ text, exact }) => ({ text: one.text + text, exact })) : [one];
}

function escaped(char: string): readonly Beginning[] {
  if (char === "b") return NOTHING;
  return /[a-z]/i.test(char) ? ANYTHING : [{ text: char, exact: true }];
}
