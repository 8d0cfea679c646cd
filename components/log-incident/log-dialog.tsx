"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useRef, useState } from "react";
import { refusalOf } from "@/components/incident/incident-api";
import { request } from "@/components/query/client";
import { servicesQuery, workspacesQuery } from "@/components/query/roster";
import { Dialog } from "@/components/ui/dialog";
import { useViewerZone } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { Incident } from "@/domain/incident/schema";
import { USUAL_FRACTIONS } from "./blast-preview";
import { isEmptyDraft } from "./draft";
import { LogBody, LogFooter } from "./log-body";
import { useLogForm } from "./use-log-form";

/** The dialog of "c". Esc closes it and keeps what was typed. */
export default function LogDialog({
  slug,
  early,
  onClose,
}: {
  slug: string;
  /** What was typed before the dialog was there; it begins the title. */
  early: RefObject<string>;
  onClose: () => void;
}) {
  const router = useRouter();
  const zone = useViewerZone();
  // A service that was added a moment ago is known too; until the answer the list from before is used.
  const services = useQuery({ ...servicesQuery(slug), refetchOnMount: "always" }).data ?? [];
  const levels =
    useQuery(workspacesQuery(slug)).data?.find((one) => one.slug === slug)?.levelFractions ?? USUAL_FRACTIONS;
  const [more, setMore] = useState(false);
  const title = useRef<HTMLInputElement>(null);
  const form = useLogForm({
    slug,
    services,
    zone,
    early,
    log: (input, idempotencyKey) =>
      request<Incident>("/incidents", { workspace: slug, method: "POST", body: input, idempotencyKey }),
    refusalOf,
    onLogged: (incident) => {
      onClose();
      toast({ title: `#${incident.number} logged`, description: incident.title, tone: "good" });
      router.push(`/${slug}/incidents/${incident.number}`);
      router.refresh();
    },
  });
  const close = () => {
    if (!isEmptyDraft(form.draft))
      toast({ title: "Draft kept", description: "Press C to go on where you stopped." });
    onClose();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "." || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setMore((now) => !now);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Log incident"
      titleSize="small"
      aside={<span className="max-sm:hidden">number and clock start when you log it</span>}
      width={680}
      initialFocus={title}
      onSubmit={() => void form.submit()}
      footer={<LogFooter form={form} more={more} onMore={() => setMore(!more)} />}
    >
      <LogBody form={form} services={services} levels={levels} zone={zone} more={more} titleRef={title} />
    </Dialog>
  );
}
