import { spawn } from "node:child_process";

/** Opens the address in the browser of whoever sits at this machine; nothing happens where nobody does. */
export function openOnDesktop(address: string): void {
  if (!isDesktop()) return;
  const [command, ...options] = opener();
  const child = spawn(command, [...options, address], { detached: true, stdio: "ignore" });
  // A desktop without this program has the address on its terminal.
  child.once("error", () => undefined);
  child.unref();
}

/** A person at a terminal of their own desktop: not a pipeline, not a session from another machine. */
function isDesktop(): boolean {
  const { CI, SSH_CONNECTION, SSH_TTY, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (CI || SSH_CONNECTION || SSH_TTY || !process.stdout.isTTY) return false;
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(DISPLAY || WAYLAND_DISPLAY);
}

function opener(): [string, ...string[]] {
  if (process.platform === "darwin") return ["open"];
  if (process.platform === "win32") return ["explorer.exe"];
  return ["xdg-open"];
}
