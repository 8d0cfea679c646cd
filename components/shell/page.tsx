import { Menu } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { buttonClass } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { navigationId } from "./navigation-id";
import { LogIncidentButton } from "./shell-buttons";

export type Crumb = { label: string; href: string };

/**
 * A page inside the shell: the top bar and the main landmark. The title is the page's h1, in the bar; a page that
 * writes its own h1 into its content passes `ownHeading`.
 */
export function Page({
  title,
  crumbs = [],
  actions,
  primaryLog,
  ownHeading,
  children,
}: {
  title: ReactNode;
  crumbs?: Crumb[];
  /** Quiet buttons left of the theme switch. */
  actions?: ReactNode;
  /** Makes "Log incident" the page's one primary button. */
  primaryLog?: boolean;
  ownHeading?: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <TopBar
        title={title}
        crumbs={crumbs}
        actions={actions}
        primaryLog={primaryLog}
        ownHeading={ownHeading}
      />
      <main id="main" tabIndex={-1} className="min-w-0">
        <div className="flex max-w-(--max) flex-col gap-4 px-6 pt-4 pb-12 max-sm:gap-3 max-sm:px-3 max-sm:pt-3 max-sm:pb-8 print:max-w-none print:p-0">
          {children}
        </div>
      </main>
    </>
  );
}

type TopBarProps = {
  title: ReactNode;
  crumbs: Crumb[];
  actions?: ReactNode;
  primaryLog?: boolean;
  ownHeading?: boolean;
};

function TopBar({ title, crumbs, actions, primaryLog, ownHeading }: TopBarProps) {
  const Heading = ownHeading ? "span" : "h1";
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-bg print:hidden">
      <div className="flex min-h-13 max-w-(--max) items-center gap-3 px-6 max-sm:flex-wrap max-sm:gap-2 max-sm:px-3 max-sm:py-1.5">
        <button
          type="button"
          popoverTarget={navigationId}
          aria-label="Menu"
          className={buttonClass({ variant: "ghost", icon: true }, "-ml-1 md:hidden")}
        >
          <Menu size={16} strokeWidth={1.6} aria-hidden="true" />
        </button>
        {/* Under 760 px the page's own actions take a line of their own where they have no room beside the title. */}
        <div className="mr-auto flex min-w-0 items-center gap-1.5 whitespace-nowrap text-ink-3 max-sm:max-w-[calc(100%-176px)]">
          {crumbs.map((crumb, index) => (
            // Where there is little room, the way back is the nearest one.
            <span
              key={crumb.href}
              className={cx("flex shrink-0 gap-1.5", index < crumbs.length - 1 && "max-sm:hidden")}
            >
              <Link href={crumb.href} className="hover:text-ink hover:underline">
                {crumb.label}
              </Link>
              <span aria-hidden="true">/</span>
            </span>
          ))}
          <Heading className="truncate !text-body font-semibold !tracking-normal text-ink">{title}</Heading>
        </div>
        <div className="flex items-center gap-2 empty:hidden max-sm:order-last">{actions}</div>
        <div className="flex items-center gap-2">
          <ThemeSwitch />
          <LogIncidentButton primary={primaryLog} />
        </div>
      </div>
    </header>
  );
}

/** The line on top of a printed page: workspace, period, comparison, time. */
export function PrintLine({ children }: { children: ReactNode }) {
  return <p className="hidden print:block">{children}</p>;
}
