import { createApi } from "./app";
import { type ApiDocument, apiDocument } from "./document";

/** The document without a store: what the command that writes it, the reference page and its test share. */
export function offlineDocument(): ApiDocument {
  return apiDocument(app);
}

const app = createApi({
  db: () => {
    throw new Error("The document is made without a database.");
  },
  now: () => new Date(0),
});

/** The committed form: stable, and readable in a review. */
export function documentText(): string {
  return `${JSON.stringify(offlineDocument(), null, 2)}\n`;
}
