import { describe, expect, test } from "vitest";
import { EnvironmentError, readEnvironment, requireSecret } from "./env";

const good = "mX2pV8sQ0bT4kR7wZ1nY6cJ3fH9dL5gA-uE_iOxKyPq";

describe("the environment", () => {
  test("without any variable: this machine only, no secret, nobody trusted", () => {
    expect(readEnvironment({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      secret: undefined,
      oldSecrets: [],
      publicUrl: undefined,
      trustedProxies: [],
      logLevel: "info",
    });
  });

  test("is read into its own terms", () => {
    const source = {
      FAULTLINE_SECRET: good,
      FAULTLINE_OLD_SECRETS: " first , second ,",
      FAULTLINE_URL: "https://Faultline.example.com/",
      FAULTLINE_TRUSTED_PROXIES: "10.0.0.0/8, ::1",
      HOST: "0.0.0.0",
    };
    expect(readEnvironment(source)).toMatchObject({
      secret: good,
      oldSecrets: ["first", "second"],
      publicUrl: "https://faultline.example.com",
      trustedProxies: ["10.0.0.0/8", "::1"],
      host: "0.0.0.0",
    });
  });

  test.each([
    ["FAULTLINE_SECRET", "changeme-changeme-changeme-changeme-now", "npx faultline secret"],
    ["FAULTLINE_SECRET", "tooshort", "openssl rand -base64 32"],
    ["FAULTLINE_URL", "faultline.example.com", "https://faultline.example.com"],
    ["FAULTLINE_URL", "https://example.com/faultline", "scheme and host alone"],
    ["FAULTLINE_URL", "https://user:word@example.com", "scheme and host alone"],
    ["FAULTLINE_URL", "ftp://example.com", "scheme and host alone"],
    ["FAULTLINE_TRUSTED_PROXIES", "10.0.0.0/33", "10.0.0.0/33 is neither"],
    ["FAULTLINE_TRUSTED_PROXIES", "127.0.0.1,proxy", "proxy is neither"],
    ["FAULTLINE_LOG_LEVEL", "loud", "must be fatal, error"],
    ["HOST", "a b", "the address to listen on"],
  ])("%s=%s is refused with the fix, and without the value of a secret", (name, value, fix) => {
    const read = () => readEnvironment({ [name]: value });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(fix);
    expect(read).toThrow(name);
    if (name === "FAULTLINE_SECRET") expect(read).not.toThrow(value);
  });

  test("a missing secret is refused only where one is needed, with the command that makes one", () => {
    expect(() => requireSecret(readEnvironment({}))).toThrow("npx faultline secret");
    expect(requireSecret(readEnvironment({ FAULTLINE_SECRET: good }))).toBe(good);
  });
});
