import type { Criticality } from "@/domain/service/schema";

/** The fictional company. Its services, weights and dependencies are invented; the weights add up to 100. */
export const SAMPLE_WORKSPACE = {
  slug: "kestrel",
  name: "Kestrel Commerce",
  timeZone: "America/Los_Angeles",
  sloTarget: 0.999,
  adoptionTarget: 0.8,
} as const;

/** Whoever owns the sample has the place of this principal engineer of the generated roster, and signs as them. */
export const SAMPLE_OWNER_EMAIL = "kofi-araujo@kestrel.example";

/** First day of the generated history, a Monday. */
export const SAMPLE_FIRST_DAY = "2024-10-07";

export interface SampleService {
  slug: string;
  name: string;
  team: string;
  weight: number;
  sloTarget: number | null;
  dependsOn: readonly (readonly [slug: string, criticality: Criticality])[];
}

const service = (
  slug: string,
  name: string,
  team: string,
  weight: number,
  sloTarget: number | null,
  ...dependsOn: readonly (readonly [string, Criticality])[]
): SampleService => ({ slug, name, team, weight, sloTarget, dependsOn });

export const SAMPLE_SERVICES: readonly SampleService[] = [
  service(
    "storefront",
    "Storefront",
    "Storefront",
    9,
    0.999,
    ["product-pages", "hard"],
    ["cdn", "hard"],
    ["recommendations", "soft"],
  ),
  service(
    "product-pages",
    "Product pages",
    "Storefront",
    7,
    0.999,
    ["pricing", "hard"],
    ["catalogue", "hard"],
    ["reviews", "soft"],
  ),
  service(
    "mobile-api",
    "Mobile API",
    "Storefront",
    5,
    0.999,
    ["product-pages", "hard"],
    ["checkout", "hard"],
    ["accounts", "soft"],
  ),
  service("search", "Search", "Discovery", 6, 0.999, ["catalogue", "hard"]),
  service("recommendations", "Recommendations", "Discovery", 3, 0.995, ["kv-store", "soft"]),
  service("reviews", "Reviews", "Discovery", 2, 0.995),
  service("catalogue", "Catalogue", "Discovery", 4, 0.9995, ["kv-store", "soft"]),
  service("pricing", "Pricing", "Checkout", 3, 0.999, ["kv-store", "soft"]),
  service("cart", "Cart", "Checkout", 5, 0.9995, ["pricing", "soft"], ["kv-store", "hard"]),
  service(
    "checkout",
    "Checkout",
    "Checkout",
    9,
    0.9995,
    ["pricing", "hard"],
    ["payments", "hard"],
    ["cart", "soft"],
  ),
  service("payments", "Payments", "Payments", 8, 0.9995, ["fraud-scoring", "soft"], ["identity", "soft"]),
  service("fraud-scoring", "Fraud scoring", "Payments", 2, 0.999),
  service("accounts", "Accounts", "Identity", 6, 0.999, ["identity", "hard"]),
  service("identity", "Identity", "Identity", 4, 0.9995, ["kv-store", "soft"]),
  service("orders", "Orders", "Fulfilment", 5, 0.999, ["checkout", "soft"], ["queue", "hard"]),
  service("fulfilment", "Fulfilment", "Fulfilment", 4, 0.999, ["orders", "hard"]),
  service("notifications", "Notifications", "Fulfilment", 2, 0.995, ["queue", "hard"]),
  service("cdn", "CDN", "Edge", 3, 0.9995),
  service("kv-store", "Key-value store", "Cloud", 5, 0.9999, ["dns-automation", "hard"]),
  service("dns-automation", "DNS automation", "Cloud", 2, 0.9999),
  service("queue", "Message queue", "Cloud", 3, 0.9995),
  service("metrics", "Metrics", "Cloud", 2, 0.995),
  service("cost-explorer", "Cost explorer", "Cloud", 1, 0.995, ["metrics", "soft"]),
];

export const SAMPLE_TEAMS = [...new Set(SAMPLE_SERVICES.map((entry) => entry.team))];

/** Invented names: a generated row must not speak of a real product. */
export const SAMPLE_TOOLS = ["Kestrel Assistant", "Inline", "Pair", "Runbook Agent"] as const;
