import { describe, expect, it } from "vitest";
import { ApiError } from "@/components/query/client";
import { percentText, readNumber, readPercent, slugOf } from "./numbers";
import { fieldErrors, refusalText } from "./use-submit";

describe("what is typed", () => {
  it("reads a percentage as the ratio it means, without noise", () => {
    expect(readPercent("99.95")).toBe(0.9995);
    expect(readPercent("99,9 %")).toBe(0.999);
    expect(readPercent(" ")).toBe(null);
    expect(readPercent("most")).toBe(undefined);
    expect(percentText(0.9995)).toBe("99.95");
    expect(percentText(0.07)).toBe("7");
  });

  it("takes no number that was not written", () => {
    expect(readNumber("12")).toBe(12);
    expect(readNumber("-1")).toBe(undefined);
    expect(readNumber("1e5")).toBe(undefined);
  });

  it("makes a slug that the server accepts", () => {
    expect(slugOf("Café & Checkout (EU)")).toBe("cafe-checkout-eu");
    expect(slugOf("  --  ")).toBe("");
  });
});

describe("a refusal", () => {
  it("stands at the field that it is about, and at no other", () => {
    const problem = new ApiError(422, {
      detail: "Two values cannot be accepted.",
      errors: [
        { field: "levelFractions.major", message: "Too large." },
        { field: "elsewhere", message: "No." },
      ],
    });
    expect(fieldErrors(problem, ["name", "levelFractions"])).toEqual({ levelFractions: "Too large." });
    expect(fieldErrors(new ApiError(409, { detail: "Taken.", field: "slug" }), ["slug"])).toEqual({
      slug: "Taken.",
    });
    expect(fieldErrors(new ApiError(500, { detail: "Failed." }), ["slug"])).toEqual({});
  });

  it("says when trying again helps, where the server says so", () => {
    const nowMs = new Date(2026, 0, 5, 9, 30).getTime();
    const busy = new ApiError(429, { detail: "Too many tries.", retryAfterS: 900 });
    expect(refusalText(busy, nowMs)).toBe("Too many tries. You can try again at 09:45.");
    expect(refusalText(new ApiError(409, { detail: "Taken." }), nowMs)).toBe("Taken.");
  });
});
