import { cx } from "@/components/ui/class-names";
import type { Severity } from "@/domain/incident/schema";

const looks: Record<Severity, string> = {
  SEV1: "border-transparent bg-sev1 text-sev1-ink",
  SEV2: "border-transparent bg-sev2 text-sev2-ink",
  SEV3: "border-sev3-edge bg-sev3 text-sev3-ink",
  SEV4: "border-sev4-edge bg-sev4 text-sev4-ink",
  SEV5: "border-sev5-edge text-sev5-ink",
  unknown: "border-dashed border-control text-sev-unknown-ink",
};

/** A severity; its fill loses weight with rank, so it reads in grey too. `name` is the workspace's own word for it. */
export function SeverityChip({ severity, name }: { severity: Severity; name?: string }) {
  return (
    <span
      className={cx(
        "inline-flex h-[18px] items-center justify-center rounded-1 border px-[5px] text-[11px] leading-none font-semibold tracking-[0.01em] whitespace-nowrap",
        looks[severity],
      )}
    >
      {name ?? (severity === "unknown" ? "Unknown" : severity)}
    </span>
  );
}
