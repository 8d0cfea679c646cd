import { SAMPLE_SERVICES } from "./company";

export interface SampleRepository {
  /** Host and path; the organisation is invented. */
  name: string;
  rules: readonly { pattern: string; services: readonly string[] }[];
}

const HOST = "github.com/kestrel-example";

/** Where each service's code lies, as the folder of a repository. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  shop: [
    "storefront",
    "product-pages",
    "mobile-api",
    "pricing",
    "cart",
    "checkout",
    "payments",
    "fraud-scoring",
  ],
  discovery: ["search", "recommendations", "reviews", "catalogue"],
  people: ["accounts", "identity"],
  fulfilment: ["orders", "fulfilment", "notifications"],
  platform: ["kv-store", "dns-automation", "queue", "metrics", "cost-explorer"],
  edge: ["cdn"],
};

/** Code that several services share: a change to it belongs to all of them. */
export const SHARED_FOLDERS: Readonly<
  Record<string, readonly { folder: string; services: readonly string[] }[]>
> = {
  shop: [
    { folder: "libs/money", services: ["pricing", "cart", "checkout", "payments"] },
    { folder: "libs/page-shell", services: ["storefront", "product-pages"] },
  ],
  discovery: [{ folder: "libs/item-model", services: ["search", "recommendations", "catalogue"] }],
  fulfilment: [{ folder: "libs/order-events", services: ["orders", "fulfilment", "notifications"] }],
};

const slugs = SAMPLE_SERVICES.map(({ slug }) => slug);

const CODE_REPOSITORIES: readonly SampleRepository[] = Object.entries(FOLDERS).map(
  ([repository, services]) => ({
    name: `${HOST}/${repository}`,
    rules: [
      ...services.map((slug) => ({ pattern: `/services/${slug}/`, services: [slug] })),
      ...(SHARED_FOLDERS[repository] ?? []).map(({ folder, services: shared }) => ({
        pattern: `/${folder}/`,
        services: shared,
      })),
      { pattern: "*.md", services: [] },
    ],
  }),
);

const byFolder = (name: string, folder: string): SampleRepository => ({
  name: `${HOST}/${name}`,
  rules: slugs.map((slug) => ({ pattern: `/${folder}${slug}/`, services: [slug] })),
});

export const INFRASTRUCTURE = byFolder("infrastructure", "clusters/");
export const CONFIGURATION = byFolder("configuration", "");
export const DNS_ZONES = byFolder("dns-zones", "zones/");

export const SAMPLE_REPOSITORIES: readonly SampleRepository[] = [
  ...CODE_REPOSITORIES,
  INFRASTRUCTURE,
  CONFIGURATION,
  DNS_ZONES,
];

const REPOSITORY_OF = new Map(
  Object.entries(FOLDERS).flatMap(([repository, services]) =>
    services.map((slug) => [slug, repository] as const),
  ),
);

/** The repository of a service's code: its short name and its whole name. */
export function codeRepositoryOf(slug: string): { short: string; name: string } {
  const short = REPOSITORY_OF.get(slug) ?? "platform";
  return { short, name: `${HOST}/${short}` };
}
