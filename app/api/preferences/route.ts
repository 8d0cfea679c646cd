import { cookies } from "next/headers";
import { z } from "zod";
import { parseTheme, themeCookie, themes } from "@/components/theme/theme";
import { readEnvironment } from "@/server/env";
import { boundedJson } from "@/server/request/bounded-json";
import { workspaceCookie } from "../../workspace-cookie";

const Preferences = z.object({
  theme: z.enum(themes).optional(),
  workspace: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/)
    .optional(),
});

const bytesMax = 1000;
const yearSeconds = 31_536_000;

/** Remembers a browser's theme and last workspace. Both are cookies, so that the next page is right in its HTML. */
export async function POST(request: Request): Promise<Response> {
  const parsed = Preferences.safeParse(await boundedJson(request, bytesMax));
  if (!parsed.success) return Response.json({ message: "theme or workspace is not valid" }, { status: 400 });
  const jar = await cookies();
  const { theme, workspace } = parsed.data;
  const secure = readEnvironment().publicUrl?.startsWith("https:") ?? false;
  const kept = { path: "/", maxAge: yearSeconds, sameSite: "lax", httpOnly: true, secure } as const;
  if (theme && parseTheme(theme) === "system") jar.delete(themeCookie);
  else if (theme) jar.set(themeCookie, theme, kept);
  if (workspace) jar.set(workspaceCookie, workspace, kept);
  return new Response(null, { status: 204 });
}
