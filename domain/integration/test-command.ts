import type { IntegrationKind } from "./kinds";

/** An address as one word of a shell, whatever stands in it. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const ASK = "read -rs HOOK_SECRET   # paste the secret, then press Enter";

/**
 * Lines for a shell that send an event which changes nothing: it is stored, and ignored with a reason, which shows that
 * the address and the secret are right.
 */
export function testCommand(kind: IntegrationKind, address: string): string {
  const url = quoted(address);
  switch (kind) {
    case "github":
      return [
        ASK,
        `BODY='{"zen":"A test of the address and the secret."}'`,
        `curl -sS ${url} --data-binary "$BODY" -H 'Content-Type: application/json' \\`,
        `  -H 'X-GitHub-Event: ping' -H "X-GitHub-Delivery: test-$(date +%s)" \\`,
        `  -H "X-Hub-Signature-256: sha256=$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$HOOK_SECRET" | sed 's/.* //')"`,
      ].join("\n");
    case "gitlab":
      return [
        ASK,
        `curl -sS ${url} -H 'Content-Type: application/json' -H "X-Gitlab-Token: $HOOK_SECRET" \\`,
        `  -H "Idempotency-Key: test-$(date +%s)" -d '{"object_kind":"test"}'`,
      ].join("\n");
    case "cloudevents":
      return [
        ASK,
        `curl -sS ${url} -H 'Content-Type: application/cloudevents+json' -H "Authorization: Bearer $HOOK_SECRET" \\`,
        `  -d '{"specversion":"1.0","id":"test-'$(date +%s)'","source":"/curl","type":"com.example.test","data":{}}'`,
      ].join("\n");
  }
}
