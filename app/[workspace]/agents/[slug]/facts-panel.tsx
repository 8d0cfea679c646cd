import Link from "next/link";
import type { ReactNode } from "react";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { RegisteredAgent } from "@/domain/agent/schema";

/** Whose it is, what it is for, and what it acts with. */
export function FactsPanel({ agent, base, zone }: { agent: RegisteredAgent; base: string; zone: string }) {
  const { owner, team, tool, description, credentialScope, slug } = agent;
  return (
    <Panel aria-labelledby="entry">
      <PanelHeader id="entry" title="The entry" right={agent.generated ? <GeneratedTag /> : null} />
      <PanelBody>
        <dl className="flex flex-col gap-3">
          <Fact name="Owner">
            {owner === null ? (
              <span className="text-bad">nobody</span>
            ) : (
              <Link href={`${base}/people/${owner.id}`} className="link">
                {owner.name}
              </Link>
            )}
            {team === null ? null : <span className="text-ink-2">, {team}</span>}
          </Fact>
          <Fact name="Credentials">{credentialScope ?? <span className="text-ink-3">not stated</span>}</Fact>
          <Fact name="For">{description ?? <span className="text-ink-3">not stated</span>}</Fact>
          <Fact name="Tool">{tool ?? <span className="text-ink-3">not stated</span>}</Fact>
          <Fact name="Asks as">
            <code className="font-mono text-[0.92em]">{slug}</code>
          </Fact>
          <Fact name="Entered">
            <Time at={agent.createdAt} zone={zone} />
          </Fact>
        </dl>
      </PanelBody>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
