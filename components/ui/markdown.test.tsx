import { renderToStaticMarkup } from "react-dom/server.node";
import { describe, expect, test } from "vitest";
import { markdownOf } from "./markdown";

const html = (text: string) => renderToStaticMarkup(markdownOf(text));

describe("a text that people wrote", () => {
  test.each(["Checkout was slow for 3 minutes.", "First line\nsecond line", "It's 50 % (half), at 10:31."])(
    "stays plain where it says the same: %j",
    (text) => expect(markdownOf(text)).toBeNull(),
  );

  test("keeps its line breaks, which the style shows", () => {
    expect(html("one *two*\nthree")).toContain("one <em>two</em>\nthree");
  });

  test("may have emphasis, lists, code, tables and links", () => {
    const text = "**bold** `code`\n\n- a\n- b\n\n| h |\n| - |\n| c |\n\n[runbook](https://example.com/run)";
    const shown = html(text);
    for (const part of ["<strong>bold</strong>", "<code>code</code>", "<li>a</li>", "<td>c</td>"]) {
      expect(shown).toContain(part);
    }
    expect(shown).toContain('href="https://example.com/run"');
    expect(shown).toContain('rel="noopener noreferrer nofollow"');
  });

  test("has no headings of its own", () => expect(html("# Title")).not.toMatch(/<h\d/));

  test("shows a picture as a link, and loads nothing", () => {
    const shown = html("![graph](https://tracker.example/p.gif)");
    expect(shown).not.toContain("<img");
    expect(shown).toContain('href="https://tracker.example/p.gif"');
    expect(html("![graph][1]\n\n[1]: https://tracker.example/p.gif")).not.toContain("<img");
  });

  test("shows HTML as it was typed", () => {
    expect(html("use <host> here, and <b>not</b> this")).toContain(
      "use &lt;host&gt; here, and &lt;b&gt;not&lt;/b&gt;",
    );
  });
});

const NASTY = [
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\nscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](&#x6A&#x61;vascript&colon;alert(1))",
  "[x]( javascript:alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:msgbox(1))",
  "[x](file:///etc/passwd)",
  "[x](//evil.example/a)",
  "[x]: javascript:alert(1)\n\n[x]",
  "<javascript:alert(1)>",
  "![x](javascript:alert(1))",
  '![x](https://a.example/"onerror="alert(1))',
  '<img src=x onerror="alert(1)">',
  "<iframe src=https://evil.example></iframe>",
  "<script>alert(1)</script>",
  "<svg onload=alert(1)>",
  "<a href='javascript:alert(1)'>x</a>",
  "<style>*{display:none}</style>",
  "<form action=https://evil.example><input name=q></form>",
  '[x](https://a.example "onmouseover=alert(1)")',
  "- [x] <input autofocus onfocus=alert(1)>",
  "`<img src=x onerror=alert(1)>`",
  "| <img src=x onerror=alert(1)> |\n| - |",
  "[^1]\n\n[^1]: <img src=x onerror=alert(1)> javascript:alert(1)",
  "<math><mtext></p><img src=x onerror=alert(1)>",
];

/** The tags and attributes that a browser would see; what is escaped is text to it. */
function tagsOf(shown: string): { name: string; attributes: [string, string][] }[] {
  return [...shown.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, name = "", rest = ""]) => ({
      name,
      attributes: [...rest.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)].map(([, key = "", value = ""]) => [
        key,
        value,
      ]),
    }),
  );
}

describe("nothing that somebody typed becomes more than text and links", () => {
  test.each(NASTY)("%s", (text) => {
    for (const { name, attributes } of tagsOf(html(text))) {
      expect(name).not.toMatch(/^(img|script|iframe|svg|style|form|math|object|embed|base|meta|link)$/);
      for (const [key, value] of attributes) {
        expect(key).not.toMatch(/^on|^style$|^src|^id$|^name$/);
        if (key === "href") expect(value).toMatch(/^(https?:|mailto:)/);
      }
    }
  });

  test.each([
    ["[", 20_000],
    ["> ", 10_000],
    ["- ", 10_000],
    ["*_", 10_000],
    ["**a *b ", 2500],
    ["[a](", 5000],
    ["`".repeat(3), 6000],
    ["|a", 10_000],
    ["<a ", 6000],
    ["&#106;", 3000],
    ["![", 10_000],
    ["www.a.", 3000],
    ["a@a.", 5000],
  ])("%j, %d times, is read in time and shown", (piece, times) => {
    const before = process.cpuUsage();
    html(piece.repeat(times));
    // Of its own work: the clock runs on while others have the machine.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});
