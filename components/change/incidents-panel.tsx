import Link from "next/link";
import { SeverityChip } from "@/components/incident/severity-chip";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { Change } from "@/domain/change/schema";
import { SEVERITIES } from "@/domain/incident/severity";
import { ChangeVerdict } from "./change-verdict";
import { VerdictHistory } from "./verdict-history";
import { VerdictIncidentButton } from "./verdict-incident-button";

/** What the change did, as people judged it, incident by incident. */
export function IncidentsPanel({
  change,
  workspaceSlug,
  zone,
}: {
  change: Change;
  workspaceSlug: string;
  zone: string;
}) {
  return (
    <Panel aria-labelledby="incidents">
      <PanelHeader
        id="incidents"
        title="Incidents"
        description="verdicts are people’s"
        right={<VerdictIncidentButton change={change} workspace={workspaceSlug} />}
      />
      <PanelBody>
        {change.incidents.length === 0 ? (
          <p className="text-ink-2">
            No incident is linked to it. Link one here, or the change from the incident&apos;s page.
          </p>
        ) : (
          <ol className="flex flex-col gap-3">
            {change.incidents.map((link) => (
              <li key={link.incident.id} className="min-w-0">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <ChangeVerdict verdict={link.verdict} />
                  <SeverityChip
                    severity={SEVERITIES.find((one) => one === link.incident.severity) ?? "unknown"}
                  />
                  <Link
                    href={`/${workspaceSlug}/incidents/${link.incident.number}`}
                    className="link min-w-0 break-words"
                  >
                    #{link.incident.number} {link.incident.title}
                  </Link>
                  <Time at={link.incident.impactStartedAt} zone={zone} className="text-ink-3" />
                  {link.generated ? <GeneratedTag /> : null}
                </p>
                {link.reason ? (
                  <p className="mt-0.5 break-words whitespace-pre-line text-ink-2">{link.reason}</p>
                ) : null}
                <p className="text-small text-ink-3">
                  {link.statedBy}, <Time at={link.statedAt} zone={zone} />
                </p>
                <VerdictHistory history={link.history} zone={zone} />
              </li>
            ))}
          </ol>
        )}
      </PanelBody>
    </Panel>
  );
}
