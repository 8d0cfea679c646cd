/** Text with `code` and **bold** words. */
export function Inline({ text }: { text: string }) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part) => {
    if (part.startsWith("**")) return <strong key={part}>{part.slice(2, -2)}</strong>;
    if (part.startsWith("`")) {
      return (
        <code key={part} className="rounded-1 bg-surface-2 px-1 font-mono text-small text-ink">
          {part.slice(1, -1)}
        </code>
      );
    }
    return part;
  });
}
