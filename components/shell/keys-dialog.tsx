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
      <div className="gap-x-8 pb-2 sm:columns-2">
        {groups.map(([group, rows]) => (
          <section key={group} aria-label={group} className="mb-5 break-inside-avoid">
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
  const rows = [...listShortcuts(), ...always];
  // Of two on one key the later one answers; the earlier is not listed.
  const live = rows.filter((row, at) => !rows.slice(at + 1).some((later) => later.keys === row.keys));
  const order = ["This page", "Lists", "Anywhere", "Go to"];
  return [...new Set(live.map((row) => row.group))]
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((group) => [group, live.filter((row) => row.group === group)] as const);
}
