import Link from "next/link";
import type { ReactNode } from "react";
import { Chip } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { formatDuration } from "@/domain/calendar/duration";
import type { Change } from "@/domain/change/schema";
import { grouped, levelWord, sizeText } from "./words";

/** Who made it, what it touched and how large it is, as far as anybody told. */
export function FactsPanel({ change, base, zone }: { change: Change; base: string; zone: string }) {
  return (
    <Panel aria-labelledby="facts">
      <PanelHeader id="facts" title="The change" />
      <PanelBody>
        <dl className="flex flex-col gap-2.5">
          <Fact name="Author">
            <Author change={change} base={base} />
          </Fact>
          <Fact name="Reviewers">
            {change.reviewers.length === 0 ? (
              <Unknown>none known</Unknown>
            ) : (
              <ul className="flex flex-col gap-1">
                {change.reviewers.map((reviewer) => (
                  <li key={`${reviewer.name} ${reviewer.at ?? ""}`}>
                    <PersonName personId={reviewer.personId} name={reviewer.name} base={base} />
                    {reviewer.state ? (
                      <span className="font-normal text-ink-2">
                        , {reviewer.state.toLowerCase().replaceAll("_", " ")}
                      </span>
                    ) : null}
                    {reviewer.at ? (
                      <span className="font-normal text-ink-3">
                        , <Time at={reviewer.at} zone={zone} />
                      </span>
                    ) : null}
                  </li>
                ))}
              </ul>
            )}
          </Fact>
          <Fact name="Services">
            {change.services.length === 0 ? (
              <Unknown>belongs to none</Unknown>
            ) : (
              <span className="flex flex-wrap gap-x-2.5 gap-y-1">
                {change.services.map(({ slug, name }) => (
                  <Link key={slug} href={`${base}/services/${slug}`} className="link">
                    {name}
                  </Link>
                ))}
              </span>
            )}
          </Fact>
          <Fact name="Environment">
            {change.environment}
            {change.production ? null : <span className="font-normal text-ink-3">, not production</span>}
          </Fact>
          <Fact name="Size">
            <Size change={change} />
          </Fact>
          <Fact name="Revision">
            {change.revision ? <Mono>{change.revision}</Mono> : <Unknown>not told</Unknown>}
          </Fact>
          {change.pullRequest === null ? null : <Fact name="Pull request">#{change.pullRequest}</Fact>}
          {change.branch ? (
            <Fact name="Branch">
              <Mono>{change.branch}</Mono>
            </Fact>
          ) : null}
          {change.reverts ? (
            <Fact name="Undoes">
              <Mono>{change.reverts}</Mono>
            </Fact>
          ) : null}
          {change.labels.length > 0 ? (
            <Fact name="Labels">
              <span className="flex flex-wrap gap-1.5">
                {change.labels.map((label) => (
                  <Chip key={label} className="max-w-full truncate">
                    {label}
                  </Chip>
                ))}
              </span>
            </Fact>
          ) : null}
          <Fact name="In the figures">
            {change.counts ? "counts" : <span className="font-normal text-ink-2">{notCounted(change)}</span>}
          </Fact>
        </dl>
        <Way change={change} zone={zone} />
      </PanelBody>
    </Panel>
  );
}

function notCounted({ production }: Change): string {
  if (!production) return "does not count: it is not in production";
  return "does not count: the changes that it carries do";
}

function Author({ change: { author }, base }: { change: Change; base: string }) {
  if (author === null) return <Unknown>not known</Unknown>;
  return (
    <>
      <PersonName personId={author.personId} name={author.name} base={base} />
      <span className="font-normal text-ink-2">
        , {author.isBot ? "a bot" : author.level ? `${author.level} then` : levelWord(null)}
      </span>
    </>
  );
}

function PersonName({ personId, name, base }: { personId: string | null; name: string; base: string }) {
  if (personId === null) return name;
  return (
    <Link href={`${base}/people/${personId}`} className="link">
      {name}
    </Link>
  );
}

function Size({ change }: { change: Change }) {
  const lines = sizeText(change);
  const { files } = change;
  if (lines === null && files === null) return <Unknown>not told</Unknown>;
  const counted = files === null ? null : files === 1 ? "1 file" : `${grouped(files)} files`;
  return [lines, counted].filter(Boolean).join(", ");
}

/** From authored to deployed, with how long each stretch of the way took. */
function Way({ change, zone }: { change: Change; zone: string }) {
  const stops = [
    { name: "Authored", at: change.authoredAt },
    { name: "Merged", at: change.mergedAt },
    { name: "Deployed", at: change.deployedAt },
  ].flatMap(({ name, at }) => (at === null ? [] : [{ name, at }]));
  if (stops.length === 0) return null;
  return (
    <ol className="mt-3 flex flex-col border-t border-line pt-3">
      {stops.map(({ name, at }, index) => {
        const before = stops[index - 1];
        return (
          <li
            key={name}
            className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 py-[3px] max-sm:grid-cols-[96px_minmax(0,1fr)]"
          >
            <span className="text-ink-2">{name}</span>
            <span>
              <Time at={at} zone={zone} />
              {before ? (
                <span className="text-ink-3">, {afterText(Date.parse(at) - Date.parse(before.at))}</span>
              ) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function afterText(waitMs: number): string {
  return waitMs < 0 ? `${formatDuration(-waitMs)} earlier` : `${formatDuration(waitMs)} later`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 max-sm:grid-cols-[96px_minmax(0,1fr)]">
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 font-medium">{children}</dd>
    </div>
  );
}

function Unknown({ children }: { children: ReactNode }) {
  return <span className="font-normal text-ink-3">{children}</span>;
}

function Mono({ children }: { children: ReactNode }) {
  return <code className="font-mono text-[0.92em] font-normal break-all select-all">{children}</code>;
}
