import { v7 as uuidv7 } from "uuid";
import { authUser } from "@/db/schema";
import type { SetUp } from "@/domain/account/schema";
import { Conflict } from "@/domain/errors";
import { type AccountCtx, accountTransaction } from "./account-context";
import { beginSession } from "./begin-session";
import { refuseWeakPassword } from "./common-passwords";
import { storePassword } from "./credential";
import { holdOwnership, listOwnerless, makeOwner } from "./local-owner";
import { hasUser, isSetUpCode } from "./set-up-code";

/** Makes the first user, who owns every workspace that nobody owns. Null when the code is wrong. */
export async function setUp(ctx: AccountCtx, input: SetUp): Promise<string[] | null> {
  const { accounts, address } = ctx;
  if (await hasUser(ctx.db)) throw alreadySetUp();
  // The code has 100 random bits: counting everybody's tries together would only let a stranger use them up.
  const trier = { account: `set-up from ${address}`, address, deviceId: null };
  const isRight = await accounts.setUpTries.attempt(trier, async () =>
    isSetUpCode(accounts.secret, input.code) ? true : null,
  );
  if (isRight === null) return null;
  await refuseWeakPassword(input.password, input);
  const hash = await accounts.hasher.hash(input.password);
  return accountTransaction(ctx, (tx) => makeFirstUser(tx, input, hash));
}

async function makeFirstUser(tx: AccountCtx, input: SetUp, hash: string): Promise<string[]> {
  const { db, now } = tx;
  // Of two at once, the second waits here and then finds the first one's user.
  await holdOwnership(db);
  if (await hasUser(db)) throw alreadySetUp();
  const user = { id: uuidv7({ msecs: now.getTime() }), name: input.name, email: input.email };
  await db.insert(authUser).values({ ...user, emailVerified: true, createdAt: now, updatedAt: now });
  await storePassword(db, { id: uuidv7(), userId: user.id, hash, now });
  for (const workspaceId of await listOwnerless(db)) await makeOwner({ db, now, workspaceId }, user.id);
  return beginSession(tx, user, { via: "set-up" });
}

const alreadySetUp = () =>
  new Conflict("already-set-up", "This Faultline has its owner already. Sign in, or ask them to invite you.");
