export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The choice lives in a cookie, so that the server's HTML already carries it: no flash and no inline script. */
export const themeCookie = "faultline-theme";

export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
