import Link from "next/link";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { OverviewData, OverviewSignOffs } from "@/domain/overview/data";
import { signOffHref } from "@/domain/overview/links";
import { numberWords } from "@/domain/overview/words";
import { COMPLIANCE_STATES } from "@/domain/sign-off/compliance";
import { COMPLIANCE_PARTS } from "@/domain/sign-off/compliance-words";
import { PointsDelta } from "../sign-offs/compliance/figures";

/** Whether the sign-off policy was followed: the share signed in time with its counts, each leading to its rows. */
export function SignOffsPanel({ data, base }: { data: OverviewData; base: string }) {
  const { signOffs, period } = data;
  if (signOffs === null) return null;
  const { now } = signOffs;
  const isGenerated = data.services.rows.length > 0 && data.services.rows.every(({ generated }) => generated);
  return (
    <Panel aria-labelledby="sign-offs">
      <PanelHeader
        id="sign-offs"
        title="Sign-offs"
        description={isGenerated ? "AI-assisted; generated" : "AI-assisted changes"}
        right={
          <Link href={complianceHref(data, base)} className="link text-small">
            Compliance
          </Link>
        }
      />
      <PanelBody>
        <Share signOffs={signOffs} />
        <span aria-hidden="true" className="mt-3 flex h-2 gap-px overflow-hidden rounded-[2px]">
          {COMPLIANCE_PARTS.map(({ key, colour, isHatched }) =>
            now[key] === 0 ? null : (
              <span
                key={key}
                className={isHatched ? "hatch" : "bg-(--swatch)"}
                style={{ flexGrow: now[key], "--swatch": `var(${colour})`, "--hatch": `var(${colour})` }}
              />
            ),
          )}
        </span>
        <ul className="mt-2.5 grid grid-cols-2 gap-x-6 gap-y-1.5">
          {COMPLIANCE_PARTS.map(({ key, name, colour, isHatched }) => (
            <li key={key} className="flex items-center gap-1.5">
              <span
                aria-hidden="true"
                className={`inline-block size-2.5 shrink-0 rounded-[2px] ${isHatched ? "hatch" : "bg-(--swatch)"}`}
                style={{ "--swatch": `var(${colour})`, "--hatch": `var(${colour})` }}
              />
              <span className="text-ink-2">{name}</span>
              <Link
                href={signOffHref(base, period, {
                  states: COMPLIANCE_STATES[key],
                  services: signOffs.services,
                })}
                prefetch={false}
                className="ml-auto font-medium hover:underline"
              >
                {numberWords(now[key])}
              </Link>
            </li>
          ))}
        </ul>
        <p className="mt-3 text-small text-ink-3">
          Late is after it was due or after going live.{" "}
          <Link href={`${base}/metrics#compliance`} prefetch={false} className="link">
            How it is counted
          </Link>
        </p>
      </PanelBody>
    </Panel>
  );
}

function Share({ signOffs: { now, before } }: { signOffs: OverviewSignOffs }) {
  if (now.ratio === null) {
    return (
      <p>
        Too little data to tell: {numberWords(now.satisfied)} of {numberWords(now.required)} signed in time.
      </p>
    );
  }
  const points = before === null || before.ratio === null ? null : (now.ratio - before.ratio) * 100;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2.5">
      <span className="text-figure font-semibold tracking-[-0.015em]">
        {numberWords(now.ratio * 100, 1)}
        <small className="ml-0.5 text-panel font-medium text-ink-3">%</small>
      </span>
      <span className="text-small text-ink-2">
        in time, {numberWords(now.satisfied)} of {numberWords(now.required)}
      </span>
      {points === null ? null : (
        <span className="text-small">
          <PointsDelta points={points} />
        </span>
      )}
    </p>
  );
}

/** The page keeps to the service or team that the overview is narrowed to. */
function complianceHref({ query }: OverviewData, base: string): string {
  const params = new URLSearchParams();
  if (query.service !== null) params.set("service", query.service);
  if (query.team !== null) params.set("team", query.team);
  const text = params.toString();
  return `${base}/sign-offs/compliance${text === "" ? "" : `?${text}`}`;
}
