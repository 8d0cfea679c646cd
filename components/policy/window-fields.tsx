"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import type { TimeWindow } from "@/domain/sign-off/policy";
import { windowWords } from "@/domain/sign-off/rule-words";
import { ChoiceChips } from "./choice-chips";
import { InstantInput } from "./instant-input";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((label, index) => ({
  value: String(index + 1),
  label,
}));
const HOUR_MS = 3_600_000;

/** When a rule holds: any one of its stretches of time is enough, such as a freeze over the holidays. */
export function WindowFields({
  windows,
  onChange,
}: {
  windows: readonly TimeWindow[];
  onChange: (windows: TimeWindow[]) => void;
}) {
  const replace = (at: number, next: TimeWindow) =>
    onChange(windows.map((one, index) => (index === at ? next : one)));
  const addFreeze = () => {
    const startMs = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    const at = (ms: number) => new Date(ms).toISOString().replace(".000", "");
    onChange([...windows, { from: at(startMs), to: at(startMs + 72 * HOUR_MS) }]);
  };
  const addWeekly = () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    onChange([...windows, { weekdays: [5, 6, 7], fromTime: "16:00", toTime: "06:00", zone }]);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-small text-ink-2">
          Time{windows.length === 0 ? <span className="text-ink-3"> any</span> : null}
        </span>
        <Button size="sm" onClick={addFreeze}>
          Add a freeze
        </Button>
        <Button size="sm" onClick={addWeekly}>
          Add weekly hours
        </Button>
      </div>
      {windows.map((window, index) => (
        // A window has no name of its own; its place is what tells it apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className="flex flex-wrap items-end gap-2 rounded-2 border border-line p-2">
          {"from" in window ? (
            <>
              <Labelled label="From, UTC">
                <InstantInput
                  aria-label="Freeze from, UTC"
                  value={window.from}
                  onChange={(from) => from !== null && replace(index, { ...window, from })}
                />
              </Labelled>
              <Labelled label="Until, UTC">
                <InstantInput
                  aria-label="Freeze until, UTC"
                  value={window.to}
                  onChange={(to) => to !== null && replace(index, { ...window, to })}
                />
              </Labelled>
            </>
          ) : (
            <Weekly window={window} onChange={(next) => replace(index, next)} />
          )}
          <Button
            size="sm"
            icon
            variant="ghost"
            aria-label={`Remove: ${windowWords(window)}`}
            onClick={() => onChange(windows.filter((_, at) => at !== index))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
    </div>
  );
}

type WeeklyWindow = Exclude<TimeWindow, { from: string }>;

function Weekly({ window, onChange }: { window: WeeklyWindow; onChange: (window: WeeklyWindow) => void }) {
  const text = (field: "fromTime" | "toTime" | "zone", label: string, className: string) => (
    <Labelled label={label}>
      <Input
        aria-label={label}
        className={className}
        value={window[field]}
        onChange={(event) => onChange({ ...window, [field]: event.target.value })}
      />
    </Labelled>
  );
  return (
    <>
      <ChoiceChips
        label="Days"
        options={DAYS}
        value={window.weekdays.map(String)}
        onChange={(days) => onChange({ ...window, weekdays: days.map(Number) })}
      />
      {text("fromTime", "From", "!w-20")}
      {text("toTime", "Until", "!w-20")}
      {text("zone", "Zone", "!w-44")}
    </>
  );
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <span className="flex flex-col gap-1">
      <span aria-hidden="true" className="text-small text-ink-2">
        {label}
      </span>
      {children}
    </span>
  );
}
