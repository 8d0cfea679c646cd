"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

export type SettingsPlace = { label: string; path: string };

/** The pages of the settings, for those who may open them. */
export function SettingsNav({ base, places }: { base: string; places: readonly SettingsPlace[] }) {
  const here = usePathname();
  const list = useRef<HTMLUListElement>(null);
  // On a narrow screen the row scrolls; where one is must not lie beyond its edge.
  useEffect(() => {
    const place = here === null ? null : list.current?.querySelector("[aria-current]");
    const [box, frame] = [place?.getBoundingClientRect(), list.current?.getBoundingClientRect()];
    if (box && frame && box.right > frame.right) list.current?.scrollBy({ left: box.right - frame.right });
  }, [here]);
  return (
    <nav aria-label="Settings" className="border-b border-line print:hidden">
      <ul
        ref={list}
        className="-mb-px flex gap-x-5 overflow-x-auto max-sm:gap-x-4 max-sm:[scrollbar-width:none]"
      >
        {places.map(({ label, path }) => (
          <li key={path} className="shrink-0">
            <Link
              href={`${base}${path}`}
              aria-current={isHere(here, `${base}${path}`, path === "") ? "page" : undefined}
              className="flex h-9 items-center border-b-2 border-transparent text-ink-2 hover:text-ink focus-visible:-outline-offset-2 touch:h-11 aria-[current]:border-ink aria-[current]:font-medium aria-[current]:text-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const isHere = (here: string, place: string, isExact: boolean) =>
  here === place || (!isExact && here.startsWith(`${place}/`));
