import { eq } from "drizzle-orm";
import { person, personHandle } from "@/db/schema";
import type { HandleKind } from "@/domain/person/handle";
import type { Ctx } from "@/server/context";
import { handlesOf } from "@/server/person/identity";

export interface KnownPerson {
  id: string;
  name: string;
  email: string | null;
  onRoster: boolean;
}

/** Who is who in the workspace: everybody by e-mail address, handle and name, as an import needs it. */
export class Identities {
  readonly #byEmail = new Map<string, KnownPerson>();
  readonly #byHandle = new Map<string, KnownPerson>();
  readonly #byName = new Map<string, KnownPerson[]>();

  static async load(ctx: Ctx): Promise<Identities> {
    const identities = new Identities();
    const people = await ctx.db
      .select({ id: person.id, name: person.name, email: person.email, onRoster: person.onRoster })
      .from(person)
      .where(eq(person.workspaceId, ctx.workspaceId));
    const byId = new Map(people.map((row) => [row.id, row]));
    const handles = await ctx.db
      .select({ kind: personHandle.kind, handle: personHandle.handle, personId: personHandle.personId })
      .from(personHandle)
      .where(eq(personHandle.workspaceId, ctx.workspaceId));
    for (const row of people) identities.add(row, []);
    for (const { kind, handle, personId } of handles) {
      const owner = byId.get(personId);
      if (owner) identities.#addHandle(kind, handle, owner);
    }
    return identities;
  }

  #addHandle(kind: HandleKind, handle: string, row: KnownPerson): void {
    if (kind === "login") this.#byHandle.set(handle, row);
    // The roster's own address of somebody goes before another's handle.
    else if (kind === "email" && !this.#byEmail.has(handle)) this.#byEmail.set(handle, row);
    else if (kind === "name") this.#addName(handle, row);
  }

  #addName(name: string, row: KnownPerson): void {
    const key = nameKey(name);
    const namesakes = this.#byName.get(key);
    if (!namesakes) this.#byName.set(key, [row]);
    else if (!namesakes.includes(row)) namesakes.push(row);
  }

  add(row: KnownPerson, handles: readonly string[]): void {
    if (row.email !== null) this.#byEmail.set(row.email.toLowerCase(), row);
    for (const handle of handlesOf(handles)) this.#byHandle.set(handle, row);
    this.#addName(row.name, row);
  }

  byEmail(email: string): KnownPerson | undefined {
    return this.#byEmail.get(email.trim().toLowerCase());
  }

  byHandle(handle: string): KnownPerson | undefined {
    return this.#byHandle.get(handlesOf([handle])[0] ?? "");
  }

  /** Namesakes on the roster go before those known from reports only. */
  byName(name: string): KnownPerson[] {
    const all = this.#byName.get(nameKey(name)) ?? [];
    const onRoster = all.filter((row) => row.onRoster);
    return onRoster.length > 0 ? onRoster : all;
  }

  /** Everybody to whom the address or one of the handles belongs. */
  matching(email: string | undefined, handles: readonly string[]): KnownPerson[] {
    const found = [
      email === undefined ? undefined : this.byEmail(email),
      ...handles.map((one) => this.byHandle(one)),
    ];
    return [...new Map(found.flatMap((row) => (row ? [[row.id, row] as const] : []))).values()];
  }
}

function nameKey(name: string): string {
  return name.trim().replace(/\s+/g, " ").toLowerCase();
}
