import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { Change } from "@/domain/change/schema";
import { fieldWords, SOURCE_WORDS, sourceWords } from "./words";

/** Every field with who said it, and every telling: nothing in the ledger is known from nowhere. */
export function SourcesPanel({ change, zone }: { change: Change; zone: string }) {
  return (
    <Panel aria-labelledby="sources">
      <PanelHeader id="sources" title="Where this is known from" />
      <PanelBody>
        {change.tellings.length === 0 ? (
          <p className="text-ink-2">
            Told by {SOURCE_WORDS[change.source]}, written down <Time at={change.createdAt} zone={zone} />.
          </p>
        ) : (
          <ol className="flex flex-col gap-1.5">
            {change.tellings.map((telling) => (
              <li
                key={`${telling.toldAt} ${telling.source} ${telling.what}`}
                className="flex flex-wrap gap-x-2"
              >
                <Time at={telling.toldAt} zone={zone} className="text-ink-3" />
                <span className="min-w-0 break-words">
                  {sourceWords(telling.source)}
                  <span className="text-ink-2">, {telling.what}</span>
                </span>
              </li>
            ))}
          </ol>
        )}
        {change.facts.length > 0 ? (
          <details className="mt-3 border-t border-line pt-2.5">
            <summary className="w-fit rounded-1 text-ink-2 hover:text-ink">Who said which field</summary>
            <dl className="mt-2 flex flex-col gap-1.5">
              {change.facts.map(({ field, source, asOf }) => (
                <div key={field} className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3">
                  <dt className="truncate text-ink-2">{fieldWords(field)}</dt>
                  <dd>
                    {sourceWords(source)}
                    <span className="text-ink-3">
                      , as of <Time at={asOf} zone={zone} />
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
