import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { Chip, type ChipTone } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { OUTAGE_ACTION, outageAnswers, type WalkthroughAnswer } from "@/domain/agent/walkthrough";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "The thirteen-hour outage" };

type Props = { params: Promise<{ workspace: string }> };

/** What happened by the public record, and what each setting of register and policy would have answered. */
export default async function WalkthroughPage({ params }: Props) {
  const { ctx, workspace } = await pageContext((await params).workspace);
  const answers = outageAnswers(ctx.now.toISOString());
  return (
    <Page title="The thirteen-hour outage" crumbs={[{ label: "Agents", href: `/${workspace.slug}/agents` }]}>
      <div className="grid items-start gap-4 lg:grid-cols-[380px_minmax(0,1fr)] max-sm:gap-3">
        <Story />
        <Answers answers={answers} />
      </div>
    </Page>
  );
}

function Story() {
  return (
    <Panel aria-labelledby="story">
      <PanelHeader id="story" title="Step by step" />
      <PanelBody>
        <ol className="flex flex-col gap-4">
          <Step kind="public" title="An agent works on a cost service, December 2025">
            By a report of the Financial Times of February 2026, engineers let an agentic AI coding tool act
            in production. It had an operator’s permissions, and no second person had to approve.
          </Step>
          <Step kind="illustration" title="It asks before it acts">
            “{OUTAGE_ACTION.action}”, target {OUTAGE_ACTION.target}, environment {OUTAGE_ACTION.environment}.
            The wording is ours: what the tool wrote is not public. That it asks at all takes a register,
            credentials that end where the leave ends, and a tool that was told to.
          </Step>
          <Step kind="illustration" title="The register and the policy answer">
            What they answer depends on the setting. The answers are worked out as this page is read, by the
            same functions that answer your agents.
          </Step>
          <Step kind="public" title="It deletes and recreates the environment">
            By the report the tool chose to do so. A cost-explorer service was interrupted for thirteen hours
            in one region in mainland China.
          </Step>
          <Step kind="public" title="Two readings of the cause">
            The company’s statement in reply: user error, specifically misconfigured access controls, not AI;
            that an AI tool was involved was a coincidence. It made peer review for production access
            mandatory afterwards. Either way the question is the same: which action needs a second person.
          </Step>
        </ol>
      </PanelBody>
    </Panel>
  );
}

function Step({
  kind,
  title,
  children,
}: {
  kind: "public" | "illustration";
  title: string;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{title}</span>
        {kind === "public" ? <Chip>public record</Chip> : <Chip tone="dashed">illustration</Chip>}
      </span>
      <span className="text-ink-2">{children}</span>
    </li>
  );
}

const WORDS: Record<WalkthroughAnswer["decision"], { word: string; tone: ChipTone }> = {
  "not-asked": { word: "Happens", tone: "bad" },
  allow: { word: "Allowed", tone: "bad" },
  "needs-approval": { word: "Needs a person", tone: "good" },
  deny: { word: "Denied", tone: "good" },
};

function AnswerChip({ decision }: Pick<WalkthroughAnswer, "decision">) {
  const { word, tone } = WORDS[decision];
  return <Chip tone={tone}>{word}</Chip>;
}

function Answers({ answers }: { answers: readonly WalkthroughAnswer[] }) {
  const stopped = answers.filter(
    ({ decision }) => decision === "needs-approval" || decision === "deny",
  ).length;
  return (
    <Panel aria-labelledby="answers">
      <PanelHeader
        id="answers"
        title="What each setting would have answered"
        description={
          <span className="max-sm:hidden">
            {stopped} of {answers.length} do not let it act alone
          </span>
        }
        right={<Chip tone="dashed">illustration</Chip>}
      />
      <DataTable aria-label="Settings and their answers">
        <thead>
          <tr>
            <Th>Setting</Th>
            <Th wide>Answer</Th>
            <Th wide>Why</Th>
          </tr>
        </thead>
        <tbody>
          {answers.map((one) => (
            <tr key={one.setting} className="[&>td]:align-top">
              <Td className="!py-2 whitespace-normal sm:w-[38%]">
                <span className="font-medium">{one.setting}</span>
                <span className="block text-small text-ink-3">{one.detail}</span>
                <SecondLine>
                  <AnswerChip decision={one.decision} /> {one.reason}
                </SecondLine>
              </Td>
              <Td wide className="!py-2">
                <AnswerChip decision={one.decision} />
              </Td>
              <Td wide className="!py-2 whitespace-normal text-ink-2">
                {one.reason}
              </Td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      <PanelBody>
        <p className="text-small text-ink-3">
          Names are read, and an agent can call a thing by another name; a rule for all that agents do in
          production does not depend on the name, and neither do credentials that reach no further than the
          task.
        </p>
      </PanelBody>
    </Panel>
  );
}
