const NOTICES = {
  used: {
    status: 410,
    title: "This link no longer works",
    text: "A sign-in link works once, for ten minutes. Make another one where Faultline runs:",
    after: "and open the address it prints.",
  },
  elsewhere: {
    status: 403,
    title: "Open this link where Faultline runs",
    text:
      "A sign-in link works only on the machine that Faultline runs on, at its loopback address. " +
      "There, or through a tunnel to it (ssh -L), make another one:",
    after: "and open the address exactly as it prints it.",
  },
} as const;

/** Why the link did not sign anybody in, and what does; a whole page, since a browser shows it. */
export function noticePage(reason: keyof typeof NOTICES): Response {
  const { status, title, text, after } = NOTICES[reason];
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${title} · Faultline</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 20vh auto 0; max-width: 30rem; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; }
code { display: block; padding: .75rem 1rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px; font-size: .95rem; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
<p><code>npx faultline login-link</code></p>
<p>${after} Or <a href="/sign-in">sign in with a password</a>.</p>
</main>
</body>
</html>
`;
  return new Response(html, {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
