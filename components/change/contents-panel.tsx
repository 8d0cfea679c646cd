import type { ReactNode } from "react";
import { markdownOf } from "@/components/ui/markdown";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { shortRevision } from "@/domain/change/ref";
import type { Change } from "@/domain/change/schema";
import { grouped } from "./words";

/** Beyond this a text is shown as it was typed: rendering it would hold the page up. */
const MARKDOWN_MAX = 50_000;

/** The description that its makers wrote. */
export function DescriptionPanel({ change: { description } }: { change: Change }) {
  if (description === null || description.trim() === "") return null;
  const rich = description.length > MARKDOWN_MAX ? null : markdownOf(description);
  return (
    <Panel aria-labelledby="description">
      <PanelHeader id="description" title="Description" />
      <PanelBody className="max-w-[84ch] break-words text-ink-2">
        {rich ?? <p className="whitespace-pre-line">{description}</p>}
      </PanelBody>
    </Panel>
  );
}

/** The commits it is made of, those before the squash too, and the files that they touch. */
export function ContentsPanel({ change, zone }: { change: Change; zone: string }) {
  const { commits, paths } = change;
  if (commits.length === 0 && paths.length === 0) return null;
  return (
    <Panel aria-labelledby="contents">
      <PanelHeader id="contents" title="Commits and files" />
      <PanelBody className="flex flex-col gap-2">
        {commits.length > 0 ? (
          <Folded
            title={commits.length === 1 ? "1 commit" : `${grouped(commits.length)} commits`}
            open={commits.length <= 8}
          >
            <ol className="flex flex-col gap-2">
              {commits.map((commit) => (
                <Commit key={commit.revision} commit={commit} zone={zone} />
              ))}
            </ol>
          </Folded>
        ) : null}
        {paths.length > 0 ? (
          <Folded title={paths.length === 1 ? "1 file" : `${grouped(paths.length)} files`}>
            <ul className="font-mono text-small leading-relaxed break-all text-ink-2">
              {paths.map((path) => (
                <li key={path}>{path}</li>
              ))}
            </ul>
          </Folded>
        ) : null}
      </PanelBody>
    </Panel>
  );
}

function Folded({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open}>
      <summary className="w-fit rounded-1 font-medium text-ink-2 hover:text-ink">{title}</summary>
      <div className="pt-2 pb-1 pl-4 max-sm:pl-0">{children}</div>
    </details>
  );
}

function Commit({ commit, zone }: { commit: Change["commits"][number]; zone: string }) {
  const [subject = "", ...rest] = commit.message.split("\n");
  const body = rest.join("\n").trim();
  return (
    <li className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <code className="font-mono text-small text-ink-3">{shortRevision(commit.revision)}</code>
        <span className="min-w-0 break-words">{subject || "without a message"}</span>
        <span className="text-small text-ink-3">
          {commit.authorName}
          {commit.authoredAt ? (
            <>
              , <Time at={commit.authoredAt} zone={zone} />
            </>
          ) : null}
        </span>
      </p>
      {body ? (
        <pre className="mt-1 max-h-60 overflow-auto font-mono text-small whitespace-pre-wrap break-words text-ink-2">
          {body}
        </pre>
      ) : null}
    </li>
  );
}
