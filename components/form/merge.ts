/** What is typed into a form, by field. */
export type Drafted = Record<string, unknown>;

export type Side = "mine" | "theirs";

/** One field in which what was typed and what is stored now differ. */
export type MergeRow<D extends Drafted> = {
  field: keyof D & string;
  mine: D[keyof D & string];
  theirs: D[keyof D & string];
  /** Null where both changed it, each to something else: a person has to choose. */
  side: Side | null;
};

/** Two values of a field are the same when their texts are. */
export type TextOf<D extends Drafted> = (field: keyof D & string, value: D[keyof D & string]) => string;

/** The rows in which the two versions differ; who alone changed a field since `opened` has it. */
export function mergeRows<D extends Drafted>(
  { opened, mine, theirs }: { opened: D; mine: D; theirs: D },
  textOf: TextOf<D>,
): MergeRow<D>[] {
  const fields: (keyof D & string)[] = Object.keys(opened);
  return fields.flatMap((field) => {
    const text = (draft: D) => textOf(field, draft[field]);
    if (text(mine) === text(theirs)) return [];
    const side = text(mine) === text(opened) ? "theirs" : text(theirs) === text(opened) ? "mine" : null;
    return [{ field, mine: mine[field], theirs: theirs[field], side }];
  });
}

/** The draft with each row's choice; what is not chosen yet stays as it was typed. */
export function mergedDraft<D extends Drafted>(typed: D, rows: readonly MergeRow<D>[]): D {
  const taken = rows.filter(({ side }) => side === "theirs").map(({ field, theirs }) => [field, theirs]);
  return { ...typed, ...Object.fromEntries(taken) };
}
