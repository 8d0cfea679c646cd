import { LinkButton } from "@/components/ui/button";

/** The pages around this one, by key. */
export function PageLinks({
  hrefs,
  nextWord = "Next",
  note,
}: {
  hrefs: { previous: string | null; next: string | null };
  nextWord?: string;
  /** What the next page is to this one. */
  note?: string | undefined;
}) {
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 pt-3 print:hidden">
      {note ? <span className="mr-auto text-ink-2">{note}</span> : null}
      {hrefs.previous ? (
        <LinkButton href={hrefs.previous} rel="prev">
          Previous
        </LinkButton>
      ) : null}
      {hrefs.next ? (
        <LinkButton href={hrefs.next} rel="next">
          {nextWord}
        </LinkButton>
      ) : null}
    </nav>
  );
}
