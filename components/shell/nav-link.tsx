"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A line of the navigation; it is current on its own page and on every page below it. */
export function NavLink({
  href,
  exact,
  icon,
  count,
  children,
}: {
  href: string;
  /** Current on this very address only: for the overview, whose address begins all others. */
  exact?: boolean;
  icon: ReactNode;
  /** Only where someone must act. */
  count?: string;
  children: ReactNode;
}) {
  const path = usePathname();
  const current = path === href || (!exact && path.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className="group flex h-[30px] items-center gap-[9px] rounded-2 px-2 text-ink-2 hover:bg-surface-2 max-md:h-10 aria-[current]:bg-surface-3 aria-[current]:font-medium aria-[current]:text-ink"
    >
      <span className="flex shrink-0 text-ink-3 group-aria-[current]:text-ink">{icon}</span>
      {children}
      {count ? <span className="ml-auto text-axis font-normal text-ink-3">{count}</span> : null}
    </Link>
  );
}
