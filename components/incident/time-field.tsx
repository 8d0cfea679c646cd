"use client";

import { useState } from "react";
import { Field, Input } from "@/components/ui/field";
import { formatAgo, formatInstant, zoneName } from "@/components/ui/time-format";
import { readTypedTime, type TypedTime } from "./typed-time";

type TimeFieldProps = {
  label: string;
  value: TypedTime;
  onChange: (time: TypedTime) => void;
  /** The viewer's zone: typed times without a zone are read in it. */
  zone: string;
  /** From the server or the draft's own check; shown instead of the reading. */
  error?: string;
  placeholder?: string;
  row?: boolean;
  hideLabel?: boolean;
  autoFocus?: boolean;
};

/** A time typed as people say it, with what it is read as, in the viewer's zone and in UTC. */
export function TimeField({
  label,
  value,
  onChange,
  zone,
  error,
  placeholder = "20 min ago, 09:40, 5 Mar 11:58 UTC",
  ...look
}: TimeFieldProps) {
  const [touched, setTouched] = useState(false);
  // While a word is being typed its first letters are not a mistake yet.
  const shownError = error ?? (touched && value.reason ? value.reason : undefined);
  return (
    <Field label={label} error={shownError} hint={<Reading time={value} zone={zone} />} {...look}>
      <Input
        value={value.text}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTouched(false);
          onChange(readTypedTime(event.target.value, { nowMs: Date.now(), zone }));
        }}
        onBlur={() => setTouched(true)}
      />
    </Field>
  );
}

/** "08:52 PDT · 20 min ago · 15:52 UTC": what a typed time was understood as. */
function Reading({ time, zone }: { time: TypedTime; zone: string }) {
  if (time.ms === null) return null;
  const parts = readingParts(time.ms, zone, Date.now());
  return (
    <span aria-live="polite">
      <span className="font-semibold text-ink">{parts.local}</span> {parts.rest.join(" · ")}
    </span>
  );
}

export function readingParts(ms: number, zone: string, nowMs: number): { local: string; rest: string[] } {
  const sameDay = formatInstant(ms, zone, "date") === formatInstant(nowMs, zone, "date");
  const clock = formatInstant(ms, zone, sameDay ? "time" : "datetime");
  const local = `${clock} ${zoneName(ms, zone)}`;
  const utcSameDay = formatInstant(ms, "UTC", "date") === formatInstant(ms, zone, "date");
  const utcDay = utcSameDay ? "" : `${formatInstant(ms, "UTC", "day")} `;
  const utc = `${utcDay}${formatInstant(ms, "UTC", "time")} UTC`;
  const ago = formatAgo(ms, nowMs);
  const rest = [...(ago ? [ago] : []), ...(zoneName(ms, zone) === "UTC" ? [] : [utc])];
  return { local, rest };
}
