import { benchAudit } from "./audit";
import { benchChangesImport } from "./changes-import";
import { benchChangesIngest } from "./changes-ingest";
import { withBenchDatabase, withEmptyDatabase } from "./connect";
import { benchContext, FULL_SIZE } from "./data";
import { benchImport } from "./import";
import { benchEdit, benchList } from "./incidents";
import { benchOverview } from "./overview";
import { benchRetry } from "./retry";
import { benchReceiving } from "./webhooks";

/** `npm run bench`: figures and ratios of one run on one machine, never a verdict. */
await withBenchDatabase(async (database, url) => {
  const startedMs = performance.now();
  console.log(
    `${FULL_SIZE.services} services, ${FULL_SIZE.incidents.toLocaleString("en")} incidents, ${FULL_SIZE.years} years`,
  );
  const ctx = await benchContext(database.db, FULL_SIZE);
  console.log(`data ready after ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  await benchOverview(database, url, ctx);
  await benchList(database, ctx);
  await benchEdit(database, ctx);
  await withEmptyDatabase(url, benchImport);
  await withEmptyDatabase(url, benchChangesImport);
  await withEmptyDatabase(url, benchAudit);
  await withEmptyDatabase(url, benchRetry);
  await benchChangesIngest(database, url);
  await withEmptyDatabase(url, benchReceiving);
});
