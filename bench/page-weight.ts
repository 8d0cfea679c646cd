import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { browserCookies } from "./sign-in";

export interface PageWeight {
  scripts: number;
  /** Sum of the scripts' bodies, each compressed on its own with gzip. */
  gzipBytes: number;
  plainBytes: number;
  largest: { path: string; gzipBytes: number }[];
}

/** Longer than any timer after which the page fetches what a key press will need. */
const restMs = 6_000;

/** Every script that an address loads until it rests, also those that are fetched ahead for later. */
export async function pageWeight(
  address: string,
  cookie: string,
  executablePath: string | undefined,
): Promise<PageWeight> {
  const browser = await chromium.launch({ executablePath, args: ["--disable-dev-shm-usage"] });
  try {
    const context = await browser.newContext({ viewport: { width: 1350, height: 940 } });
    await context.addCookies(browserCookies(cookie, address));
    const page = await context.newPage();
    const sizes = new Map<string, Promise<{ gzipBytes: number; plainBytes: number }>>();
    let newestMs = performance.now();
    page.on("response", (response) => {
      if (!/javascript/.test(response.headers()["content-type"] ?? "")) return;
      newestMs = performance.now();
      const measured = response
        .body()
        .then((body) => ({ gzipBytes: gzipSync(body).length, plainBytes: body.length }));
      sizes.set(new URL(response.url()).pathname, measured);
    });
    await page.goto(address, { waitUntil: "load" });
    while (performance.now() - newestMs < restMs) await page.waitForTimeout(250);
    const scripts = await Promise.all([...sizes].map(async ([path, size]) => ({ path, ...(await size) })));
    scripts.sort((a, b) => b.gzipBytes - a.gzipBytes);
    return {
      scripts: scripts.length,
      gzipBytes: scripts.reduce((sum, script) => sum + script.gzipBytes, 0),
      plainBytes: scripts.reduce((sum, script) => sum + script.plainBytes, 0),
      largest: scripts.slice(0, 5).map(({ path, gzipBytes }) => ({ path, gzipBytes })),
    };
  } finally {
    await browser.close();
  }
}
