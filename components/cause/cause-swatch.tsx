import { cx } from "@/components/ui/class-names";
import { type CauseKind, type CauseStatus, causeEntry } from "@/domain/cause/kinds";

/**
 * The coloured square of a cause: filled when confirmed, hollow when suspected, half when disputed, faint when ruled
 * out. What is unknown is hatched.
 */
export function CauseSwatch({
  kind,
  status = "confirmed",
  className,
}: {
  kind: CauseKind;
  status?: CauseStatus;
  className?: string;
}) {
  const { token } = causeEntry(kind);
  const unknown = token === "unknown";
  const color = `var(--cause-${token})`;
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-block size-2.5 shrink-0 rounded-[2px] border-(--cause) print:[print-color-adjust:exact]",
        status === "confirmed" && !unknown && "bg-(--cause)",
        status === "confirmed" && unknown && "hatch border",
        status === "suspected" && "border-2",
        status === "disputed" && "border-2 bg-[linear-gradient(135deg,var(--cause)_50%,transparent_50%)]",
        status === "ruled-out" && "border-2 opacity-60",
        className,
      )}
      style={{ "--cause": color, "--hatch": color }}
    />
  );
}
