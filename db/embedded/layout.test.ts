import { describe, expect, test } from "vitest";
import { startProblem } from "./layout";

describe("a server that does not start is explained", () => {
  test.each([
    'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 9',
    'FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device',
  ])("by the full disk: %s", (line) => {
    const problem = startProblem(line, "/data/postgres.log");
    expect(problem.code).toBe("disk-full");
    expect(problem.message).toContain("FAULTLINE_DATA_DIR");
  });

  test("by its own last words otherwise, with the log's place", () => {
    const problem = startProblem("LOG:  starting\nFATAL:  out of luck\n", "/data/postgres.log");
    expect(problem.message).toMatch(/out of luck.*\/data\/postgres\.log/s);
  });
});
