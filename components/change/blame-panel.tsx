import Link from "next/link";
import { SeverityChip } from "@/components/incident/severity-chip";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { Change } from "@/domain/change/schema";
import { SEVERITIES } from "@/domain/incident/severity";
import { ChangeVerdict } from "./change-verdict";

/** What the change did, as people judged it, incident by incident. */
export function BlamePanel({ change, base, zone }: { change: Change; base: string; zone: string }) {
  return (
    <Panel aria-labelledby="incidents">
      <PanelHeader id="incidents" title="Incidents" description="verdicts are people's" />
      <PanelBody>
        {change.incidents.length === 0 ? (
          <p className="text-ink-2">
            No incident is linked to it. It is linked from the incident&apos;s page, under Suspects.
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
                    href={`${base}/incidents/${link.incident.number}`}
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
              </li>
            ))}
          </ol>
        )}
      </PanelBody>
    </Panel>
  );
}
