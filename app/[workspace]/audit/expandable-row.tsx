"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cx } from "@/components/ui/class-names";

/** A row of a table whose details open below it; the button that opens them is its last cell. */
export function ExpandableRow({
  cells,
  columns,
  label,
  children,
}: {
  cells: ReactNode;
  columns: number;
  /** What opens, for whoever does not see the row: "Details of …". */
  label: string;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr data-row>
        {cells}
        <td className="w-10 text-right">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={id}
            aria-label={label}
            onClick={() => setOpen(!isOpen)}
            className="inline-flex size-7 items-center justify-center rounded-2 text-ink-2 hover:bg-surface-3 touch:size-10 print:hidden"
          >
            <ChevronRight
              size={14}
              strokeWidth={1.8}
              aria-hidden="true"
              className={cx(isOpen && "rotate-90")}
            />
          </button>
        </td>
      </tr>
      <tr id={id} hidden={!isOpen}>
        <td colSpan={columns} className="!h-auto bg-surface-2 !py-3">
          {children}
        </td>
      </tr>
    </>
  );
}
