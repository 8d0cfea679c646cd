import { Kbd } from "@/components/ui/kbd";

const KEYS = [
  { keys: ["J", "K"], does: "move" },
  { keys: ["A"], does: "approve" },
  { keys: ["D"], does: "decline" },
  { keys: ["H"], does: "hand over" },
  { keys: ["U"], does: "take back" },
  { keys: ["O"], does: "open" },
];

/** The list's keys, in one line above it. */
export function QueueKeys() {
  return (
    <p className="ml-auto flex flex-wrap items-center justify-end gap-x-3.5 gap-y-1 text-small text-ink-3 touch:hidden max-md:hidden print:hidden">
      {KEYS.map(({ keys, does }) => (
        <span key={does} className="inline-flex items-center gap-1">
          {keys.map((key) => (
            <Kbd key={key} keys={key} />
          ))}{" "}
          {does}
        </span>
      ))}
    </p>
  );
}
