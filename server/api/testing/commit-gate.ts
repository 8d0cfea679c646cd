import { connect, createServer, type Socket } from "node:net";

/** What becomes of a connection at the moment it sends its COMMIT. */
type AtCommit =
  /** The connection is gone and the server never saw it. */
  | "cut before"
  /** The server has committed and said so, and nobody heard it. */
  | "cut after"
  /** It is held until `hold` is done, and passed on. */
  | { hold: () => Promise<void> };

export interface CommitGate {
  url: string;
  /** For the next COMMIT alone; resolves when it was met. */
  arm(what: AtCommit): Promise<void>;
  close(): Promise<void>;
}

/** A way to the database on which the very moment of a commit can be made to go wrong. */
export async function commitGate(databaseUrl: string): Promise<CommitGate> {
  const { hostname, port } = new URL(databaseUrl);
  const open = new Set<Socket>();
  let armed: { what: AtCommit; met: () => void } | null = null;

  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    for (const socket of [client, database]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => open.delete(socket));
    }
    const cut = () => {
      client.destroy();
      database.destroy();
    };
    client.on("close", cut);
    database.on("close", cut);
    let isHeard = true;
    client.on("data", (bytes) => {
      if (armed === null || !isCommit(bytes)) return void database.write(bytes);
      const { what, met } = armed;
      armed = null;
      if (what === "cut before") {
        cut();
        met();
      } else if (what === "cut after") {
        isHeard = false;
        database.once("data", () => {
          cut();
          met();
        });
        database.write(bytes);
      } else {
        void what.hold().then(() => {
          database.write(bytes);
          met();
        });
      }
    });
    database.on("data", (bytes) => isHeard && client.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  return {
    url: url.toString(),
    arm: (what) =>
      new Promise((met) => {
        armed = { what, met };
      }),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A simple query message, as the driver sends one without parameters. */
const isCommit = (bytes: Buffer) => bytes[0] === 0x51 && /^commit;?\0/i.test(bytes.toString("latin1", 5));
