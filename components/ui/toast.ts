export type ToastMessage = {
  title: string;
  description?: string;
  tone?: "plain" | "good" | "bad";
  /** One thing to do about it, such as "Undo". */
  action?: { label: string; run: () => void };
};

const waiting: ToastMessage[] = [];
let listener: (() => void) | null = null;

/** Shows a short message in the corner. What draws it is loaded with the first one. */
export function toast(message: ToastMessage): void {
  waiting.push(message);
  listener?.();
}

/** For the host: says when there is something to show. */
export function onToast(notify: () => void): () => void {
  listener = notify;
  if (waiting.length > 0) notify();
  return () => {
    listener = null;
  };
}

/** For the host: takes what waits. */
export function takeToasts(): ToastMessage[] {
  return waiting.splice(0);
}
