import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, themeCookie } from "@/components/theme/theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Faultline", template: "%s · Faultline" },
  description: "Incidents, availability and AI adoption on one time axis.",
  icons: { icon: "/favicon.svg" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafb" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1012" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  const isMac = /Mac|iPhone|iPad/.test((await headers()).get("user-agent") ?? "");
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      data-os={isMac ? "mac" : undefined}
      suppressHydrationWarning
    >
      <body>{children}</body>
    </html>
  );
}
