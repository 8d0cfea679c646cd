"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { signOffRequestQuery } from "@/components/query/sign-offs";
import { useShortcut } from "@/components/shell/keyboard";
import { Panel } from "@/components/ui/panel";
import type { SignOffRequest, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { DecisionBar } from "./decision-bar";
import { useQueueRows } from "./queue-rows";
import { QueueTable } from "./queue-table";
import { RequestBackground, RequestFacts, RequestHead } from "./request-detail";
import { type Deciding, useDecisions } from "./use-decisions";
import { isOpen } from "./words";

const load = () => import("./decision-dialogs");
const DeclineDialog = lazy(async () => ({ default: (await load()).DeclineDialog }));
const HandOverDialog = lazy(async () => ({ default: (await load()).HandOverDialog }));

export type DeskProps = {
  workspace: string;
  requests: readonly SignOffRequest[];
  /** The one that is open when the page arrives, with everything about it. */
  opened: SignOffRequestDetail | null;
  /** Share of the error budget that is spent, by service's slug. */
  budgets: Readonly<Record<string, number>>;
  /** The viewer's person on the roster. */
  viewerId: string | null;
  zone: string;
  /** The server's clock. */
  now: string;
  /** Address of the list with one request opened; its id follows. */
  requestHref: string;
};

/**
 * The queue: the list, what the selected request is about, and a key for each decision. After one the selection moves
 * on; what was decided stays in its row, so that it can be taken back.
 */
export function QueueDesk({
  workspace,
  requests: read,
  opened,
  budgets,
  viewerId,
  zone,
  now,
  requestHref,
}: DeskProps) {
  const router = useRouter();
  const client = useQueryClient();
  const detailPanel = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [chosenId, setChosenId] = useState(opened?.id ?? null);
  const [dialog, setDialog] = useState<"decline" | "hand-over" | null>(null);
  const [said, setSaid] = useState("");
  const { progress, decide, undo } = useDecisions(workspace, viewerId);
  const requests = useQueueRows(read, progress);
  const isElsewhere = opened !== null && requests.every(({ id }) => id !== opened.id);
  const all = isElsewhere && opened.id === chosenId ? [...requests, opened] : requests;
  const selected = all.find(({ id }) => id === chosenId) ?? requests[0] ?? null;
  const query = useQuery({
    ...signOffRequestQuery(workspace, selected?.id ?? ""),
    enabled: selected !== null,
    ...(opened !== null && selected?.id === opened.id
      ? { initialData: opened, initialDataUpdatedAt: Date.parse(now) }
      : {}),
  });
  const detail = query.data ?? null;

  const select = (id: string, { focus = true } = {}) => {
    setChosenId(id);
    setDialog(null);
    window.history.replaceState(null, "", `${requestHref}${id}`);
    const row = list.current?.querySelector<HTMLElement>(`[data-request="${id}"]`);
    if (focus) row?.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const open = (step: 1 | -1, from: string | null = selected?.id ?? null) => {
    const at = requests.findIndex(({ id }) => id === from);
    const next = requests[Math.min(requests.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    if (next) select(next.id);
  };
  const moveOn = (from: string) => {
    const at = requests.findIndex(({ id }) => id === from);
    const isLeft = ({ id }: SignOffRequest) => id !== from && progress.get(id)?.is !== "decided";
    const next = requests.slice(at + 1).find(isLeft) ?? requests.find(isLeft);
    if (next) select(next.id);
  };
  const act = async (deciding: Deciding) => {
    if (selected === null) return;
    const { id, title } = selected;
    // What the reviewer has seen: a push since the list was read makes it another revision, which the server refuses.
    const seen = detail?.id === id ? detail : selected;
    setDialog(null);
    moveOn(id);
    const isOnRecord = await decide(seen, deciding);
    setSaid(isOnRecord ? `On record: ${WORDS[deciding.kind]} ${title}.` : `Not on record: ${title}.`);
    // The counts of what waits, here and in the navigation.
    if (isOnRecord) router.refresh();
  };
  const takeBack = async () => {
    const back = await undo();
    if (back === null) return;
    setSaid(`Taken back: ${back.title}.`);
    if (requests.some(({ id }) => id === back.id)) select(back.id);
    router.refresh();
  };

  // The next one is there before it is asked for.
  const nextId = requests[requests.findIndex(({ id }) => id === selected?.id) + 1]?.id;
  useEffect(() => {
    if (nextId !== undefined) void client.prefetchQuery(signOffRequestQuery(workspace, nextId));
  }, [client, workspace, nextId]);

  const state = selected === null ? undefined : progress.get(selected.id);
  const isBusy = state?.is === "sending" || state?.is === "decided";
  const may = (what: "approve" | "decline" | "handOver") =>
    selected !== null && isOpen(selected) && !isBusy && (detail?.can[what].allowed ?? true);
  // While a dialog is on its way, what is typed for it must not decide anything.
  const has = selected !== null && dialog === null;
  useEffect(() => void load(), []);
  const group = { group: "Sign-offs" };
  useShortcut("j", () => open(1), { label: "Next request", ...group, enabled: has });
  useShortcut("k", () => open(-1), { label: "Previous request", ...group, enabled: has });
  useShortcut("a", () => may("approve") && void act({ kind: "approve", comment: null }), {
    label: "Approve",
    ...group,
    enabled: has,
  });
  useShortcut("d", () => may("decline") && setDialog("decline"), {
    label: "Decline",
    ...group,
    enabled: has,
  });
  useShortcut("h", () => may("handOver") && setDialog("hand-over"), {
    label: "Hand over",
    ...group,
    enabled: has,
  });
  useShortcut("u", () => void takeBack(), {
    label: "Take the last decision back",
    ...group,
    enabled: dialog === null,
  });
  const goTo = () => {
    if (selected?.changeId) router.push(`/${workspace}/changes/${selected.changeId}`);
    else if (selected?.url) window.open(selected.url, "_blank", "noopener,noreferrer");
  };
  useShortcut("o", goTo, { label: "Open the change or pull request", ...group, enabled: has });

  const base = `/${workspace}`;
  return (
    <>
      <Panel
        aria-label="Requests"
        className={
          requests.length === 0 ? undefined : "grid grid-cols-[minmax(0,1fr)_392px] max-lg:grid-cols-1"
        }
      >
        <div ref={list} className="min-w-0" hidden={requests.length === 0}>
          <QueueTable
            requests={requests}
            selectedId={selected?.id ?? null}
            progress={progress}
            budgets={budgets}
            now={now}
            zone={zone}
            requestHref={requestHref}
            onSelect={(id) => {
              select(id, { focus: false });
              detailPanel.current?.scrollIntoView({ block: "nearest" });
            }}
          />
        </div>
        {/* Beside a long list it stays in view. */}
        {selected === null ? null : (
          <div className="min-w-0 border-line max-lg:border-t lg:border-l">
            <section
              ref={detailPanel}
              id="request"
              aria-label="The selected request"
              aria-busy={query.isFetching && detail === null}
              className="flex scroll-mt-16 flex-col gap-3 p-4 max-sm:p-3 lg:sticky lg:top-13"
            >
              <RequestHead request={detail ?? selected} base={base} />
              <DecisionBar
                request={detail ?? selected}
                detail={detail}
                progress={state}
                onApprove={() => may("approve") && void act({ kind: "approve", comment: null })}
                onDecline={() => may("decline") && setDialog("decline")}
                onHandOver={() => may("handOver") && setDialog("hand-over")}
                onUndo={() => void takeBack()}
                load={load}
              />
              <RequestFacts request={detail ?? selected} detail={detail} base={base} zone={zone} now={now} />
              {detail !== null ? (
                <RequestBackground detail={detail} zone={zone} />
              ) : query.isError ? (
                <p role="alert" className="text-bad">
                  The evidence and the history did not come. {query.error.message}
                </p>
              ) : null}
            </section>
          </div>
        )}
      </Panel>
      <p role="status" className="sr-only">
        {said}
      </p>
      <Suspense fallback={null}>
        {dialog === "decline" && selected !== null ? (
          <DeclineDialog
            request={selected}
            onDecide={(one) => void act(one)}
            onClose={() => setDialog(null)}
          />
        ) : null}
        {dialog === "hand-over" && selected !== null ? (
          <HandOverDialog
            request={selected}
            detail={detail}
            viewerId={viewerId}
            onDecide={(one) => void act(one)}
            onClose={() => setDialog(null)}
          />
        ) : null}
      </Suspense>
    </>
  );
}

const WORDS: Record<Deciding["kind"], string> = {
  approve: "you approved",
  decline: "you declined",
  "hand-over": "you handed over",
};
