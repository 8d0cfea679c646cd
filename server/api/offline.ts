import { createApi } from "./app";
import { type ApiDocument, apiDocument } from "./document";

/** The document without a store: what the command that writes it, the reference page and its test share. */
export function offlineDocument(): ApiDocument {
  return apiDocument(app);
}

const absent = (): never => {
  throw new Error("The document is made without a database.");
};

const app = createApi({
  db: absent,
  auth: absent,
  accounts: absent,
  now: () => new Date(0),
  publicHost: () => null,
  address: () => null,
});

/** The committed form: stable, and readable in a review. */
export function documentText(): string {
  return `${JSON.stringify(offlineDocument(), null, 2)}\n`;
}
