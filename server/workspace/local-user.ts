import type { Actor } from "@/server/context";

/** Until there are accounts, whoever reaches this machine's loopback address is its user. */
export const LOCAL_USER: Actor = { kind: "user", id: "local", name: "Local user" };
