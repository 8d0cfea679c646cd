"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useState, useTransition } from "react";
import { IfMay, useAbilities } from "@/components/access/abilities";
import { SuspectsPanel } from "@/components/change/suspects-panel";
import { useVerdicts } from "@/components/change/verdict-actions";
import { incidentQuery } from "@/components/query/incidents";
import { useShortcut } from "@/components/shell/keyboard";
import { GeneratedTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { useViewerZone } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { IncidentChange, Suspects } from "@/domain/change/incident-change-schema";
import { isOpen, type Transition } from "@/domain/incident/lifecycle";
import type { Impact, Incident } from "@/domain/incident/schema";
import { isModelled } from "@/domain/incident/severity";
import { BlastPanel } from "./blast-panel";
import { CausesPanel } from "./causes-panel";
import { RichTextsProvider } from "./free-text";
import { ImpactList } from "./impact-list";
import { ImpactPicture } from "./impact-picture";
import { incidentApi, refusalOf } from "./incident-api";
import { type IncidentDialog, IncidentHeader } from "./incident-header";
import { LinkedChangesPanel } from "./linked-changes-panel";
import { MetricsStrip, type ResponseMedians } from "./metrics-strip";
import { nextStep, stepWords } from "./steps";
import { TimelinePanel } from "./timeline-panel";

const loadDialogs = () => import("./incident-dialogs");
const IncidentDialogs = lazy(loadDialogs);
const loadVerdictDialog = () => import("@/components/change/verdict-dialog");
const VerdictDialog = lazy(loadVerdictDialog);

type IncidentViewProps = {
  initial: Incident;
  workspace: string;
  /** The workspace's zone, in which the server writes times. */
  zone: string;
  now: string;
  medians: ResponseMedians | null;
  /** What the machine ranks, what people linked, and whether any change is on record at all. */
  changes: { suspects: Suspects; links: IncidentChange[]; hasAny: boolean };
  /** The dependency graph as drawn by the server. */
  picture: ReactNode;
  /** The texts that Markdown shows otherwise than as they were typed. */
  texts: Record<string, ReactNode>;
};

/** The incident page below its bar: the record, and everything that can be done to it without leaving. */
export function IncidentView(props: IncidentViewProps) {
  const { initial, workspace, zone, now, medians, changes, picture, texts } = props;
  const { data: incident = initial } = useQuery(incidentQuery(workspace, initial.number));
  const verdicts = useVerdicts(workspace, incident, changes);
  const shownZone = useViewerZone(zone);
  const nowMs = useNow(Date.parse(now), isOpen(incident.status));
  const [dialog, setDialog] = useState<IncidentDialog | null>(null);
  const { moving, move, save, endNow } = useIncidentActions(workspace, incident, setDialog);
  useIncidentKeys(incident, setDialog, move);
  useEffect(() => {
    // The dialogs come after everything that is seen, and before anyone can ask for them.
    const timer = setTimeout(() => void loadDialogs().then(loadVerdictDialog), 1200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <RichTextsProvider value={texts}>
      <IncidentHeader
        incident={incident}
        shownZone={shownZone}
        moving={moving}
        onMove={move}
        onOpen={setDialog}
      />
      <MetricsStrip incident={incident} medians={medians} open={isOpen(incident.status)} />
      <ImpactPanel
        incident={incident}
        links={verdicts.links}
        zone={zone}
        shownZone={shownZone}
        nowMs={nowMs}
        onOpen={setDialog}
        onEnd={endNow}
      />
      <div className="grid items-start gap-4 max-sm:gap-3 lg:grid-cols-[minmax(0,1fr)_452px]">
        <div className={COLUMN}>
          <CausesPanel
            causes={incident.causes}
            links={verdicts.links}
            base={`/${workspace}`}
            zone={zone}
            onRevise={() => setDialog({ kind: "revise" })}
          />
          <SuspectsPanel
            verdicts={verdicts}
            workspace={workspace}
            zone={zone}
            hasChanges={changes.hasAny || verdicts.suspects.considered > 0}
          />
        </div>
        <div className={COLUMN}>
          <BlastPanel
            incident={incident}
            base={`/${workspace}`}
            picture={picture}
            onEdit={() => setDialog({ kind: "details" })}
          />
          <LinkedChangesPanel
            incident={incident}
            verdicts={verdicts}
            workspace={workspace}
            zone={zone}
            onOffer={(offered) => setDialog({ kind: "revise", offered })}
          />
          <TimelinePanel
            incident={incident}
            links={verdicts.links}
            workspace={workspace}
            zone={zone}
            shownZone={shownZone}
            onNote={() => setDialog({ kind: "note" })}
          />
        </div>
      </div>
      {dialog ? (
        // Until the dialog is there, what is typed must not act as the page's keys.
        <Suspense fallback={<span data-dialog hidden />}>
          <IncidentDialogs
            dialog={dialog}
            workspace={workspace}
            incident={incident}
            links={verdicts.links}
            zone={shownZone}
            onSaved={save}
            onClose={() => setDialog(null)}
          />
        </Suspense>
      ) : null}
      {verdicts.draft ? (
        <Suspense fallback={<span data-dialog hidden />}>
          <VerdictDialog
            draft={verdicts.draft}
            workspace={workspace}
            number={incident.number}
            {...verdicts.dialog}
          />
        </Suspense>
      ) : null}
    </RichTextsProvider>
  );
}

const COLUMN = "flex min-w-0 flex-col gap-4 max-sm:gap-3";

function ImpactPanel({
  incident,
  links,
  zone,
  shownZone,
  nowMs,
  onOpen,
  onEnd,
}: {
  incident: Incident;
  links: readonly IncidentChange[];
  zone: string;
  shownZone: string;
  nowMs: number;
  onOpen: (dialog: IncidentDialog) => void;
  onEnd: (impact: Impact) => void;
}) {
  const count = incident.impacts.length;
  return (
    <Panel aria-labelledby="impact">
      <PanelHeader
        id="impact"
        title="Impact"
        description={<span className="max-sm:hidden">share of each service lost; the taller, the more</span>}
        right={
          <>
            {isModelled(incident.record) ? <GeneratedTag /> : null}
            <IfMay ability="respond">
              <button
                type="button"
                className="link text-small print:hidden"
                onClick={() => onOpen({ kind: "times" })}
              >
                Correct a time
              </button>
            </IfMay>
          </>
        }
      />
      <PanelBody>
        {count === 0 ? (
          <p className="text-ink-2">No impact recorded. Add the services that were hit.</p>
        ) : (
          <>
            <ImpactPicture incident={incident} links={links} nowMs={nowMs} zone={shownZone} />
            <details open={isOpen(incident.status)} className="group mt-1">
              <summary className="w-fit rounded-1 text-small text-ink-2 hover:text-ink print:hidden">
                {count === 1 ? "One impact with its own times" : `${count} impacts with their own times`}
              </summary>
              <ImpactList
                impacts={incident.impacts}
                zone={zone}
                nowMs={nowMs}
                onEdit={(impactId) => onOpen({ kind: "impact", impactId })}
                onEnd={onEnd}
              />
            </details>
          </>
        )}
      </PanelBody>
    </Panel>
  );
}

/** The clock of open impacts: the server's at first, then this machine's every half minute. */
function useNow(serverNowMs: number, running: boolean): number {
  const [nowMs, setNowMs] = useState(serverNowMs);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNowMs(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [running]);
  return nowMs;
}

function useIncidentActions(workspace: string, incident: Incident, open: (dialog: IncidentDialog) => void) {
  const api = incidentApi(workspace, incident.number);
  const queryClient = useQueryClient();
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const [, startTransition] = useTransition();
  const save = (saved: Incident) => {
    queryClient.setQueryData(incidentQuery(workspace, saved.number).queryKey, saved);
    // The shell counts open incidents, and the list shows this one.
    startTransition(() => router.refresh());
  };
  const run = async (work: () => Promise<Incident>, done: string, backdate?: IncidentDialog) => {
    if (sending) return;
    setSending(true);
    try {
      save(await work());
      toast({
        title: done,
        tone: "good",
        action: backdate ? { label: "It was earlier", run: () => open(backdate) } : undefined,
      });
    } catch (error) {
      const refused = refusalOf(error);
      toast({ title: "Not done", description: refused.message, tone: "bad" });
      if (refused.status === 409 || refused.status === 412)
        void queryClient.invalidateQueries(incidentQuery(workspace, incident.number));
    } finally {
      setSending(false);
    }
  };
  const move = (transition: Transition) =>
    void run(
      () => api.move(transition, {}),
      `${stepWords[transition].done} now`,
      stepWords[transition].stamp ? { kind: "times" } : undefined,
    );
  const endNow = (impact: Impact) =>
    void run(
      () => api.editImpact(impact.id, { endedAt: new Date().toISOString() }, incident.version),
      `Impact on ${impact.service.name} ended now`,
      { kind: "impact", impactId: impact.id },
    );
  return { moving: sending, move, save, endNow };
}

function useIncidentKeys(
  incident: Incident,
  open: (dialog: IncidentDialog) => void,
  move: (transition: Transition) => void,
) {
  const { respond, writeAbout } = useAbilities();
  const next = nextStep(incident);
  const group = "This incident";
  useShortcut("x", () => next && move(next), {
    label: next ? stepWords[next].act : "Next step",
    group,
    enabled: respond && next !== null,
  });
  useShortcut("n", () => open({ kind: "note" }), { label: "Add note", group, enabled: writeAbout });
  useShortcut("t", () => open({ kind: "times" }), { label: "Edit times", group, enabled: respond });
  useShortcut("a", () => open({ kind: "impact", impactId: null }), {
    label: "Add impact",
    group,
    enabled: respond,
  });
  useShortcut("r", () => open({ kind: "revise" }), { label: "Revise causes", group, enabled: writeAbout });
  useShortcut("e", () => open({ kind: "details" }), { label: "Edit details", group, enabled: respond });
}
