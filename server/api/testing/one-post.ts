import { createDatabase } from "@/db/client";
import { createApi } from "../app";
import { testDependencies } from "./dependencies";

/** A process of its own that sends itself one POST; a test ends it in the middle. */
const [url = "", now = "", path = "", headers = "{}", body = "{}"] = process.argv.slice(2);
const handle = createDatabase(url, { maxConnections: 2 });
const app = createApi(
  testDependencies(
    () => handle.db,
    () => new Date(now),
  ),
);
const answer = await app.request(path, { method: "POST", headers: JSON.parse(headers), body });
console.log(answer.status);
await handle.close();
