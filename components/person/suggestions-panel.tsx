import { Chip } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { PersonIdentity } from "@/domain/person/identity-schema";
import { MergeButton } from "./identity-actions";
import { calledWords, changesWords, SIMILARITY_WORDS } from "./identity-words";

/** Whom the machine takes for somebody else on record, with its reasons. It merges nobody by itself. */
export function SuggestionsPanel({
  identities,
  workspace,
  zone,
  hasMore,
  moreHref,
}: {
  identities: readonly PersonIdentity[];
  workspace: string;
  zone: string;
  hasMore: boolean;
  moreHref: string;
}) {
  return (
    <Panel aria-labelledby="suggestions">
      <PanelHeader
        id="suggestions"
        title="May be the same person"
        description={<span className="max-sm:hidden">suggested by what they are called; only you merge</span>}
        right={
          hasMore ? (
            <a className="link text-small" href={moreHref}>
              All of them
            </a>
          ) : null
        }
      />
      <PanelBody>
        <ul className="flex flex-col">
          {identities.map((person) => (
            <li key={person.id} className="border-b border-line py-2.5 first:pt-0 last:border-0 last:pb-0">
              <p className="break-words">
                <b className="font-medium">{person.name}</b>{" "}
                <span className="text-ink-3">
                  {calledWords(person) === person.name.toLowerCase() ? "" : `${calledWords(person)}, `}
                  {changesWords(person.changes)}
                  {person.lastChangeAt === null ? null : (
                    <>
                      , last <Time at={person.lastChangeAt} zone={zone} format="date" />
                    </>
                  )}
                </span>
              </p>
              <ul className="mt-1 flex flex-col gap-1">
                {person.suggestions.map((one) => (
                  <li key={one.personId} className="flex items-start gap-3">
                    <span className="min-w-0 flex-1">
                      <span className="inline-flex flex-wrap items-center gap-x-2">
                        <Chip tone={one.similarity === "likely" ? "info" : "dashed"}>
                          {SIMILARITY_WORDS[one.similarity]}
                        </Chip>
                        <span className="font-medium">{one.name}</span>
                        {one.onRoster ? null : <span className="text-ink-3">not on the roster</span>}
                      </span>
                      <span className="block text-small break-words text-ink-3">
                        {one.reasons.join("; ")}
                      </span>
                    </span>
                    <MergeButton
                      workspace={workspace}
                      from={person}
                      suggested={{ id: one.personId, name: one.name }}
                    />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}
