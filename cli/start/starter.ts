import { readFileSync } from "node:fs";

/**
 * Calls back once when the npm that started us is gone: it passes signals on but cannot pass on its own violent end,
 * and a person who killed `npm start` expects the application to be gone with it.
 */
export function onStarterGone(callback: () => void): void {
  if (process.env.npm_lifecycle_event !== "start") return;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}

/** Between npm and us there may be a shell. Only Linux tells its parent cheaply; elsewhere our own parent must do. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, ppid] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    // The parent of npm itself, a terminal or a script, may go without taking us along (nohup).
    return /^(sh|dash|bash|ash)$/.test(command) ? Number(ppid) : undefined;
  } catch {
    return undefined;
  }
}
