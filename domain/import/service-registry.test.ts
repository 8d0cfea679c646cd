import { describe, expect, it } from "vitest";
import { slugSchema } from "@/domain/service/schema";
import { ServiceRegistry, slugOf } from "./service-registry";

describe("slugs", () => {
  it.each([
    ["API Requests", "api-requests"],
    ["  Spaces - Global ", "spaces-global"],
    ["Zürich (ZRH)", "zurich-zrh"],
    ["Virtual Private Cloud (VPC)", "virtual-private-cloud-vpc"],
    ["R&D", "r-and-d"],
  ])("%s becomes %s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("stay unique and within the contract, whatever the names are", () => {
    const registry = new ServiceRegistry();
    const names = [
      "C",
      "C#",
      "C!",
      "東京",
      "大阪",
      "x".repeat(200),
      `${"x".repeat(199)}y`,
      "__proto__",
      "constructor",
    ];
    const slugs = names.map((name) => registry.register(name).serviceSlug);
    expect(new Set(slugs).size).toBe(names.length - 1);
    for (const slug of slugs) expect(slugSchema.safeParse(slug).success, slug).toBe(true);
  });

  it("names that differ in case or spaces are one service", () => {
    const registry = new ServiceRegistry();
    expect(registry.register("Secret Manager ")).toEqual(registry.register("secret  manager"));
    expect(registry.services()).toHaveLength(1);
  });

  it("carry the prefix, so that the same name at two providers stays apart", () => {
    expect(new ServiceRegistry("Acme").register("API")).toEqual({
      serviceName: "Acme API",
      serviceSlug: "acme-api",
    });
  });

  it("remember the earliest impact", () => {
    const registry = new ServiceRegistry();
    registry.register("API");
    registry.sawImpact("API", "2026-02-01T00:00:00.000Z");
    registry.sawImpact("API", "2026-01-01T00:00:00.000Z");
    expect(registry.services()[0]?.firstSeenAt).toBe("2026-01-01T00:00:00.000Z");
  });
});
