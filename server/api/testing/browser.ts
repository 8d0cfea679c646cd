import type { createApi } from "../app";

interface BrowserAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  /** The Set-Cookie values as they came. */
  setCookies: string[];
}

/** Sends requests as one browser does: it keeps the cookies it is given, and comes from one address. */
export interface TestBrowser {
  cookies: Map<string, string>;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<BrowserAnswer>;
}

export function testBrowser(app: ReturnType<typeof createApi>, address = "198.51.100.7"): TestBrowser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async send(method, path, body, headers = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await app.request(`/api/v1${path}`, {
        method,
        headers: {
          "x-test-address": address,
          "user-agent": "test browser",
          ...(cookie ? { cookie } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const setCookies = response.headers.getSetCookie();
      for (const one of setCookies) keep(cookies, one);
      return { status: response.status, headers: response.headers, body: await bodyOf(response), setCookies };
    },
  };
}

function keep(cookies: Map<string, string>, setCookie: string): void {
  const [pair = "", ...attributes] = setCookie.split(";");
  const at = pair.indexOf("=");
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  if (value === "" || attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, value);
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (text === "") return {};
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
