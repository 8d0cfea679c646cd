"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { listShortcuts } from "./keyboard";

const always = [
  { keys: "mod+K", label: "Find or do", group: "Anywhere" },
  { keys: "mod+Enter", label: "Submit a form", group: "Anywhere" },
  { keys: "Esc", label: "Close what is open", group: "Anywhere" },
];

/** Every key that works here and now: the page's own first, then the ones that work everywhere. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const groups = groupShortcuts();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys" width={640}>
      <div className="grid gap-x-8 gap-y-5 pb-2 sm:grid-cols-2">
        {groups.map(([group, rows]) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1">{group}</h3>
            <dl>
              {rows.map(({ keys, label }) => (
                <div
                  key={keys}
                  className="flex h-[30px] items-center justify-between gap-3 border-b border-line last:border-b-0"
                >
                  <dt>{label}</dt>
                  <dd className="flex gap-1">
                    {keys.split(" ").map((key) => (
                      <Kbd key={key} keys={key.length === 1 ? key.toUpperCase() : key} always />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function groupShortcuts() {
  const groups = new Map<string, { keys: string; label: string }[]>();
  for (const row of [...listShortcuts().toReversed(), ...always]) {
    const rows = groups.get(row.group) ?? [];
    if (!rows.some((other) => other.keys === row.keys)) groups.set(row.group, [...rows, row]);
  }
  const order = ["This page", "Lists", "Anywhere", "Go to"];
  const rank = (group: string) => (order.includes(group) ? order.indexOf(group) : -1);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b));
}
