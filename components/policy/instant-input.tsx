"use client";

import { Input } from "@/components/ui/field";

/** An instant in UTC, kept as ISO 8601; empty is none. */
export function InstantInput({
  value,
  onChange,
  ...rest
}: {
  value: string | null | undefined;
  onChange: (value: string | null) => void;
  "aria-label"?: string;
}) {
  return (
    <Input
      {...rest}
      type="datetime-local"
      value={
        value == null || Number.isNaN(Date.parse(value)) ? "" : new Date(value).toISOString().slice(0, 16)
      }
      onChange={(event) =>
        onChange(event.target.value === "" ? null : `${event.target.value.slice(0, 16)}:00Z`)
      }
    />
  );
}
