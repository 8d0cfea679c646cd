import { LinkButton } from "@/components/ui/button";

/** Of a list that is read forward only: back to its first page, and on; nothing where one page holds it. */
export function FirstNextLinks({
  first,
  next,
  rows,
}: {
  first: string | null;
  next: string | null;
  /** That a page holds. */
  rows: number;
}) {
  if (first === null && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 print:hidden">
      {first === null ? null : <LinkButton href={first}>First page</LinkButton>}
      {next === null ? null : (
        <LinkButton href={next} rel="next">
          Next {rows}
        </LinkButton>
      )}
    </nav>
  );
}
