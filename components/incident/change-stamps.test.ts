import { describe, expect, test } from "vitest";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import { linkedChange } from "@/domain/change/testing/linked-change";
import { changeStamps } from "./change-stamps";

const incident = { impactStartedAt: "2026-03-10T08:00:00Z", resolvedAt: "2026-03-10T10:00:00Z" };
const nowMs = Date.parse("2026-03-11T00:00:00Z");
const at = (instant: string, verdict: IncidentChange["verdict"] = "suspect") =>
  linkedChange({ at: instant, id: instant }, { verdict });
const shown = (...links: IncidentChange[]) =>
  changeStamps(incident, links, nowMs).map(({ ms }) => new Date(ms).toISOString().slice(11, 16));

describe("the lines of linked changes in the impact picture", () => {
  test("are those shortly before the impact or within it, and no others", () => {
    expect(
      shown(
        at("2026-03-10T07:54:00Z"),
        at("2026-03-10T09:00:00Z"),
        at("2026-03-10T07:11:00Z"),
        at("2026-03-09T08:00:00Z"),
        at("2026-03-10T10:01:00Z"),
      ),
    ).toEqual(["07:54", "09:00"]);
  });

  test("leave out what was cleared, and stay few", () => {
    expect(shown(at("2026-03-10T07:54:00Z", "cleared"))).toEqual([]);
    expect(
      shown(...Array.from({ length: 9 }, (_, minute) => at(`2026-03-10T07:5${minute}:00Z`))),
    ).toHaveLength(4);
  });
});
