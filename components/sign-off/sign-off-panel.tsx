import Link from "next/link";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { needsSentence } from "@/domain/sign-off/needs";
import type { SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { OpenBreakGlassButton } from "./break-glass-actions";
import { BreakGlassList } from "./break-glass-parts";
import { ChangeDecisions } from "./change-decisions";
import { CouldSign } from "./request-detail";
import { RequestHistory, SignOffList } from "./request-history";
import { SignOffChip } from "./sign-off-chip";

/** What the policy asks of the change: how it stands, the rule in a sentence, everybody's word, and what to do. */
export function SignOffPanel({
  detail,
  workspace,
  viewerId,
  zone,
  now,
}: {
  detail: SignOffRequestDetail;
  /** Slug. */
  workspace: string;
  viewerId: string | null;
  zone: string;
  /** The server's clock. */
  now: string;
}) {
  const isWaiting = detail.state === "waiting";
  return (
    <Panel aria-labelledby="sign-off">
      <PanelHeader
        id="sign-off"
        title="Sign-off"
        description={
          <Link href={`/${workspace}/sign-offs?request=${detail.id}`} className="link">
            in the queue
          </Link>
        }
        right={<SignOffChip state={detail.state} />}
      />
      <PanelBody className="flex flex-col gap-3">
        <p className="text-pretty">
          {isWaiting ? <b className="font-semibold">{needsSentence(detail)} </b> : null}
          {detail.reason}{" "}
          <span className="text-ink-3">
            Policy v{detail.policyVersion}, {detail.rule.mode === "enforce" ? "enforced" : "monitored"}.
          </span>
        </p>
        <ChangeDecisions workspace={workspace} detail={detail} viewerId={viewerId} />
        {detail.signOffs.length > 0 ? (
          <SignOffList signOffs={detail.signOffs} zone={zone} />
        ) : (
          <p className="text-ink-3">Nobody has signed it.</p>
        )}
        {isWaiting ? <CouldSign detail={detail} /> : null}
        <BreakGlassList breakGlass={detail.breakGlass} zone={zone} now={now} />
        {detail.changeId !== null && detail.can.breakGlass.allowed ? (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line pt-2.5 print:hidden">
            <OpenBreakGlassButton
              workspace={workspace}
              changeId={detail.changeId}
              title={detail.title}
              environment={detail.environment}
            />
            <span className="text-small text-ink-3">
              Lets it through without the sign-off, on record and reviewed by another person.
            </span>
          </p>
        ) : null}
        <RequestHistory events={detail.events} zone={zone} />
      </PanelBody>
    </Panel>
  );
}
