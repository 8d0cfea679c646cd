import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";

/** The sentence that a page of figures on sign-offs begins with: the question, its answer, and what it stands on. */
export function FigureSentence({
  question,
  head,
  detail,
  isGenerated,
}: {
  question: string;
  head: ReactNode;
  detail: string;
  isGenerated: boolean;
}) {
  return (
    <div className="max-w-[76ch]">
      <p className="flex items-center gap-2 text-small text-ink-2">
        {question} {isGenerated ? <GeneratedTag /> : null}
      </p>
      <h1 className="mt-0.5">{head}</h1>
      <p className="mt-1.5 text-read text-ink-2">{detail}</p>
    </div>
  );
}

/** Where the address narrows the figures to a service or a team that is not there any more. */
export function NothingNamedSo({
  title,
  base,
  path,
  children,
}: {
  title: string;
  /** Address of the workspace. */
  base: string;
  /** Address of the page. */
  path: string;
  children: ReactNode;
}) {
  return (
    <Page title={title} crumbs={[{ label: "Sign-offs", href: `${base}/sign-offs` }]}>
      <Panel className="p-4">
        <EmptyState
          title="The link names something that is not here"
          action={<LinkButton href={path}>Show everything</LinkButton>}
        >
          {children}
        </EmptyState>
      </Panel>
    </Page>
  );
}
