"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { refusalOf } from "@/components/incident/incident-api";
import { request } from "@/components/query/client";
import { Panel } from "@/components/ui/panel";
import { useViewerZone } from "@/components/ui/time";
import type { Incident } from "@/domain/incident/schema";
import type { Service } from "@/domain/service/schema";
import type { Workspace } from "@/domain/workspace/schema";
import { LogBody, LogFooter } from "./log-body";
import { useLogForm } from "./use-log-form";

/** The log dialog as a page of its own: for a bookmark, a second screen, a link in a runbook. */
export function LogPage({ workspace, services }: { workspace: Workspace; services: Service[] }) {
  const router = useRouter();
  const zone = useViewerZone(workspace.timeZone);
  const [more, setMore] = useState(false);
  const title = useRef<HTMLInputElement>(null);
  const { slug } = workspace;
  const form = useLogForm({
    slug,
    services,
    zone,
    log: (input, idempotencyKey) =>
      request<Incident>("/incidents", { workspace: slug, method: "POST", body: input, idempotencyKey }),
    refusalOf,
    onLogged: (incident) => router.push(`/${slug}/incidents/${incident.number}`),
  });
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (!(event.metaKey || event.ctrlKey)) return;
    if (event.key === "Enter") event.currentTarget.requestSubmit();
    else if (event.key === ".") setMore(!more);
    else return;
    event.preventDefault();
  };
  return (
    <Panel className="max-w-[760px]">
      <form
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <div className="px-4 py-3">
          <LogBody
            form={form}
            services={services}
            levels={workspace.levelFractions}
            zone={zone}
            more={more}
            titleRef={title}
          />
        </div>
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-2.5">
          <LogFooter form={form} more={more} onMore={() => setMore(!more)} />
        </div>
      </form>
    </Panel>
  );
}
