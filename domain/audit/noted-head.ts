/** A place in the chain and its hash, as an operator noted it outside of the database. */
export interface NotedHead {
  position: number;
  hash: string;
}

const FORM = /^(\d{1,15}):([0-9a-f]{64})$/;

export const notedHeadText = ({ position, hash }: NotedHead): string => `${position}:${hash}`;

/** Null for a text that is none. */
export function readNotedHead(text: string): NotedHead | null {
  const parts = FORM.exec(text.trim().toLowerCase());
  return parts?.[1] && parts[2] ? { position: Number(parts[1]), hash: parts[2] } : null;
}
