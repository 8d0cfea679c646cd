"use client";

import { useState } from "react";
import { Input } from "@/components/ui/field";

/**
 * A field for a value that is written otherwise than it is kept, such as a list: what is being typed stays as it is
 * until the field is left.
 */
export function DraftInput<T>({
  value,
  write,
  read,
  onChange,
  ...rest
}: {
  value: T;
  write: (value: T) => string;
  read: (text: string) => T;
  onChange: (value: T) => void;
  placeholder?: string;
  inputMode?: "numeric" | "decimal" | "text";
  list?: string;
  "aria-label"?: string;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      {...rest}
      value={typed ?? write(value)}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
