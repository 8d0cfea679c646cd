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
:root { color-scheme: light dark; --bg: #fafafb; --surface: #fff; --line: #e4e6e9; --well: #f4f5f6; --ink: #15181c; --ink-2: #454c55; --accent: #1f57c9; }
@media (prefers-color-scheme: dark) { :root { --bg: #0e1012; --surface: #15181b; --line: #262b30; --well: #1b1f23; --ink: #eceef0; --ink-2: #b6bdc5; --accent: #82aaff; } }
body { margin: 0; background: var(--bg); color: var(--ink-2); font: 13px/1.5 system-ui, sans-serif; -webkit-font-smoothing: antialiased; }
main { box-sizing: border-box; max-width: 360px; margin: 18vh auto 0; padding: 20px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
@media (max-width: 424px) { main { margin: 32px 16px 0; } }
h1 { margin: 0 0 4px; color: var(--ink); font-size: 20px; line-height: 1.25; letter-spacing: -.01em; }
p { margin: 0 0 12px; }
p:last-child { margin: 0; }
code { display: block; padding: 8px 12px; border-radius: 6px; background: var(--well); color: var(--ink); font: 13px/1.5 ui-monospace, monospace; user-select: all; }
a { color: var(--accent); }
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
