import { describe, expect, it } from "vitest";
import {
  checkService,
  EMPTY_SERVICE,
  type ServiceDraft,
  serviceEditOf,
  serviceInputOf,
} from "./service-draft";

const opened: ServiceDraft = {
  name: "Checkout",
  slug: "checkout",
  weight: "9",
  objective: "99.95",
  trackedFrom: "",
  team: "Payments",
};

describe("a service as it is typed", () => {
  it("needs only a name", () => {
    expect(checkService({ ...EMPTY_SERVICE, name: "Card vault" }, true)).toEqual({});
    expect(serviceInputOf({ ...EMPTY_SERVICE, name: "Card vault" })).toEqual({
      slug: "card-vault",
      name: "Card vault",
      weight: 1,
      sloTarget: null,
      trackedFrom: null,
      team: null,
    });
    expect(Object.keys(checkService({ ...EMPTY_SERVICE, weight: "0", objective: "100" }, true))).toEqual([
      "name",
      "weight",
      "sloTarget",
    ]);
  });

  it("sends only what was changed, and takes a value back with null", () => {
    expect(serviceEditOf({ ...opened, objective: "", weight: "9.5" }, opened)).toEqual({
      weight: 9.5,
      sloTarget: null,
    });
    expect(serviceEditOf({ ...opened, team: " Payments " }, opened)).toEqual({});
  });
});
