import { describe, expect, it } from "vitest";
import { checkWorkspace, consequencesOf, draftOfWorkspace, workspaceEditOf } from "./workspace-draft";

const opened = draftOfWorkspace({
  id: "1",
  slug: "main",
  name: "Main",
  timeZone: "UTC",
  sloTarget: 0.9995,
  adoptionTarget: 0.8,
  levelFractions: { major: 1, partial: 0.3, degraded: 0 },
  auditRetentionDays: null,
  isSample: false,
  version: 1,
});

describe("a workspace's settings as typed", () => {
  it("shows shares in percent and reads them back exactly", () => {
    expect(opened).toMatchObject({ sloTarget: "99.95", adoptionTarget: "80", partial: "30", degraded: "0" });
    expect(workspaceEditOf({ ...opened, sloTarget: "99.99" }, opened)).toEqual({ sloTarget: 0.9999 });
    expect(workspaceEditOf(opened, opened)).toEqual({});
  });

  it("sends the three levels together, as they are one setting", () => {
    expect(workspaceEditOf({ ...opened, degraded: "5" }, opened)).toEqual({
      levelFractions: { major: 1, partial: 0.3, degraded: 0.05 },
    });
  });

  it("refuses what cannot be a zone, an objective or a share", () => {
    expect(checkWorkspace(opened)).toEqual({});
    expect(
      Object.keys(
        checkWorkspace({ ...opened, name: " ", timeZone: "Mars/Base", sloTarget: "100", partial: "130" }),
      ),
    ).toEqual(["name", "timeZone", "sloTarget", "partial"]);
  });

  it("keeps the audit trail for ever when no days are given, and for 30 at least", () => {
    expect(opened.auditRetentionDays).toBe("");
    expect(workspaceEditOf({ ...opened, auditRetentionDays: " 400 " }, opened)).toEqual({
      auditRetentionDays: 400,
    });
    const limited = { ...opened, auditRetentionDays: "400" };
    expect(workspaceEditOf({ ...limited, auditRetentionDays: "" }, limited)).toEqual({
      auditRetentionDays: null,
    });
    for (const auditRetentionDays of ["29", "-400", "4.5", "year"]) {
      expect(Object.keys(checkWorkspace({ ...opened, auditRetentionDays }))).toEqual(["auditRetentionDays"]);
    }
    expect(consequencesOf(limited, opened)[0]).toMatch(/400 days are deleted/);
    expect(consequencesOf(opened, limited)).toEqual([]);
  });

  it("says before saving what happens to figures of the past", () => {
    expect(consequencesOf({ ...opened, name: "Other" }, opened)).toEqual([]);
    expect(consequencesOf({ ...opened, timeZone: "Europe/Berlin" }, opened)[0]).toMatch(/recomputed/);
    expect(consequencesOf({ ...opened, major: "90" }, opened)[0]).toMatch(/recomputed/);
  });
});
