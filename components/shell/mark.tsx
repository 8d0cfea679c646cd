/** The product's mark: a fault line between two broken layers. */
export function Mark({ size = 18 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" className="shrink-0">
      <rect width="18" height="18" rx="4" fill="var(--ink)" />
      <path
        d="M3.5 7h5.2M9.3 11h5.2M11 3.5 7 14.5"
        stroke="var(--surface)"
        strokeWidth="1.6"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
