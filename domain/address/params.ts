/** The search part of an address, as pages get it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The text of a parameter: the first where it is given more than once, empty where it is not. */
export const paramText = (params: SearchParams, name: string): string =>
  ([params[name]].flat()[0] ?? "").trim();
