import type { Actor } from "@/domain/access/actor";
import { canRead } from "@/domain/access/reading";
import { Forbidden } from "@/domain/errors";

/** Refuses with 403 unless allowed. `needs` says to a person what it takes: "Logging an incident needs a responder." */
export function authorise(allowed: boolean, needs: string): void {
  if (!allowed) throw new Forbidden(`${needs} Ask an admin of the workspace for it.`);
}

export function authoriseReading({ actor }: { actor: Actor }): void {
  authorise(canRead(actor), "Reading needs a member of the workspace, or a token with the read scope.");
}
