import { Button } from "@/components/ui/button";
import { PanelBody } from "@/components/ui/panel";

export type Offer<Kind extends string> = { kind: Kind; name: string; what: string; action: string };

/** Where nothing is set up yet: each kind of it with what it brings, and the button that sets it up. */
export function Offers<Kind extends string>({
  title,
  why,
  offers,
  onChoose,
  load,
}: {
  title: string;
  why: string;
  offers: readonly Offer<Kind>[];
  onChoose: (kind: Kind) => void;
  /** Fetches the dialog at the first sign that it will be wanted. */
  load: () => Promise<unknown>;
}) {
  return (
    <PanelBody>
      <p className="font-semibold">{title}</p>
      <p className="mt-1 max-w-prose text-ink-2">{why}</p>
      <ul className="mt-3 flex gap-3 max-sm:flex-col">
        {offers.map(({ kind, name, what, action }) => (
          <li key={kind} className="flex flex-1 flex-col items-start gap-2 rounded-3 border border-line p-3">
            <span className="font-medium">{name}</span>
            <span className="flex-1 text-ink-2">{what}</span>
            <Button onClick={() => onChoose(kind)} onPointerEnter={load} onFocus={load}>
              {action}
            </Button>
          </li>
        ))}
      </ul>
    </PanelBody>
  );
}
