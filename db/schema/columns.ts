import { customType, doublePrecision, timestamp, uuid } from "drizzle-orm/pg-core";

/** Every table begins with the workspace: first in its keys, and the column to distribute by. */
export const workspaceId = () => uuid("workspace_id").notNull();
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
/** Calendar day in the workspace's zone, as text "YYYY-MM-DD". */
export const day = customType<{ data: string; driverData: string }>({ dataType: () => "date" });
/** A name in the outside world: compared byte by byte in every database, so that its head is found by its key. */
export const exactText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text collate "C"',
});
export const real = doublePrecision;
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
