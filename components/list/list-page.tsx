import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";

/** A page that is one long list, which can be taken along as CSV. */
export function ListPage({
  title,
  csvHref,
  children,
}: {
  title: string;
  csvHref: string;
  children: ReactNode;
}) {
  return (
    <Page
      title={title}
      primaryLog
      actions={
        <LinkButton variant="ghost" href={csvHref} prefetch={false} download className="max-sm:hidden">
          CSV
        </LinkButton>
      }
    >
      {children}
    </Page>
  );
}

/** The rows, under what of the address was not understood. */
export function ListPanel({
  title,
  refused,
  children,
}: {
  title: string;
  refused: readonly string[];
  children: ReactNode;
}) {
  return (
    <>
      {refused.length > 0 ? (
        <p role="status" className="pb-2 text-warn">
          Not understood and left out: {refused.join(", ")}.
        </p>
      ) : null}
      <Panel aria-label={title}>{children}</Panel>
    </>
  );
}

/** No row passes the filters: names them, and takes all of them or one of them away. */
export function NothingMatches({
  title,
  path,
  filters,
  hrefWithout,
  first,
  children,
}: {
  title: string;
  path: string;
  filters: readonly { name: string; word: string }[];
  hrefWithout: (name: string) => string;
  /** What helps sooner than taking filters away. */
  first?: ReactNode;
  children: ReactNode;
}) {
  return (
    <EmptyState
      className="p-4"
      title={title}
      action={
        <span className="flex flex-wrap gap-2">
          {first}
          <LinkButton href={path}>Clear filters</LinkButton>
          {filters.length > 1
            ? filters.map(({ name, word }) => (
                <LinkButton key={name} variant="ghost" href={hrefWithout(name)}>
                  without {word}
                </LinkButton>
              ))
            : null}
        </span>
      }
    >
      {children}
    </EmptyState>
  );
}
