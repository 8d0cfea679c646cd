import { Kbd } from "@/components/ui/kbd";

/** The keys of every list: to go along it, to open a row, to search. */
export function ListKeys() {
  return (
    <>
      <span className="inline-flex items-center gap-1">
        <Kbd keys="J" />
        <Kbd keys="K" /> move
      </span>
      <span className="inline-flex items-center gap-1">
        <Kbd keys="Enter" /> open
      </span>
      <span className="inline-flex items-center gap-1">
        <Kbd keys="/" /> search
      </span>
    </>
  );
}
