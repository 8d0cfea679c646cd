import { cx } from "./class-names";

const glyphs: Record<string, string> = { enter: "↵", shift: "⇧", escape: "Esc", up: "↑", down: "↓" };

/**
 * One key cap. `keys` is one key or a chord: "C", "mod+Enter", "mod+K". "mod" is ⌘ on a Mac and Ctrl elsewhere;
 * the page's root says which, so that the server's HTML needs no correction.
 */
export function Kbd({
  keys,
  inverse,
  always,
  className,
}: {
  keys: string;
  /** On the primary button. */
  inverse?: boolean;
  /** Also where fingers point: in the list of all keys. */
  always?: boolean;
  className?: string;
}) {
  return (
    <kbd
      className={cx(
        "inline-flex h-[17px] min-w-[17px] shrink-0 items-center justify-center gap-[3px] rounded-1 border border-b-[1.5px] px-1 font-sans text-[11px] leading-none font-medium",
        !always && "touch:hidden max-sm:hidden print:hidden",
        inverse ? "border-current text-inherit" : "border-line-strong bg-surface text-ink-2",
        className,
      )}
    >
      {keys.split("+").map((key) => (
        <KeyName key={key} name={key} />
      ))}
    </kbd>
  );
}

function KeyName({ name }: { name: string }) {
  if (name !== "mod") return <span>{glyphs[name.toLowerCase()] ?? name}</span>;
  return (
    <>
      <span className="mac:hidden">Ctrl</span>
      <span className="hidden mac:inline">⌘</span>
    </>
  );
}
