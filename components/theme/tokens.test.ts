import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The custom properties between a selector and the end of its block. */
function block(selector: string): string {
  const from = css.indexOf(selector);
  if (from < 0) throw new Error(`tokens.css has no ${selector}`);
  return css.slice(css.indexOf("{", from) + 1, css.indexOf("}", from));
}

function tokensIn(text: string): Record<string, string> {
  const found = text.replaceAll(/\/\*.*?\*\//gs, "").matchAll(/--([\w-]+):\s*([^;]+);/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value?.trim()]));
}

const light = tokensIn(block(":root {"));
const themes: [string, Record<string, string>][] = [
  ["light", light],
  ["dark", { ...light, ...tokensIn(block('[data-theme="dark"]')) }],
];

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(tokens: Record<string, string>, front: string, back: string): number {
  const [a, b] = [front, back].map((name) => {
    const value = tokens[name];
    if (!value?.startsWith("#")) throw new Error(`--${name} is not a colour: ${value}`);
    return luminance(value);
  });
  return (Math.max(a ?? 0, b ?? 0) + 0.05) / (Math.min(a ?? 0, b ?? 0) + 0.05);
}

const tones = ["bad", "warn", "good", "info", "mute", "ai", "none"];
const textPairs = [
  ...["ink", "ink-2", "ink-3"].flatMap((ink) =>
    ["bg", "surface", "surface-2", "surface-3", "accent-soft"].map((back) => [ink, back] as const),
  ),
  ["accent", "surface"],
  ["accent", "bg"],
  ["accent", "accent-soft"],
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["sev1-ink", "sev1"],
  ["sev2-ink", "sev2"],
  ["sev3-ink", "sev3"],
  ["sev4-ink", "sev4"],
  ["sev5-ink", "surface"],
  ["sev-unknown-ink", "surface"],
  ...tones.map((tone) => [tone, `${tone}-soft`] as const),
  ...["bad", "warn", "good", "info"].map((tone) => [tone, "surface"] as const),
] as const;

const markPairs = [
  ...["control", "focus", "axis", "sev3-edge", "sev4-edge", "sev5-edge", "unk", "none", "ai"].map(
    (mark) => [mark, "surface"] as const,
  ),
  ...Object.keys(light)
    .filter((name) => name.startsWith("cause-"))
    .map((cause) => [cause, "surface"] as const),
];

test.each(themes)("every text in %s has 4.5:1 on what lies behind it", (_, tokens) => {
  const short = textPairs.filter(([front, back]) => contrast(tokens, front, back) < 4.5);
  expect(short).toEqual([]);
});

test.each(themes)("every mark, control edge and cause in %s has 3:1 on a panel", (_, tokens) => {
  const short = markPairs.filter(([front, back]) => contrast(tokens, front, back) < 3);
  expect(short).toEqual([]);
});

test("the system's dark and the chosen dark are the same", () => {
  const squeeze = (text: string) => text.replaceAll(/\s+/g, " ").trim();
  expect(squeeze(block(':not([data-theme="light"])'))).toBe(squeeze(block('[data-theme="dark"]')));
});
