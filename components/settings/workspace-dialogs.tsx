"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { slugOf } from "@/components/form/numbers";
import type { Problems } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { useViewerZone } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { isTimeZone } from "@/domain/calendar/zone";
import type { Workspace } from "@/domain/workspace/schema";

type Shared = { workspace: string; onClose: () => void };

export function NewWorkspaceDialog({ workspace, onClose }: Shared) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [slug, setSlug] = useState("");
  const [timeZone, setTimeZone] = useState(useViewerZone());
  const chosen = slug || slugOf(name);
  const check = (): Problems => ({
    ...(name.trim() === "" ? { name: "Give the workspace a name." } : {}),
    ...(name.trim() !== "" && !/^[a-z0-9][a-z0-9._-]{0,79}$/.test(chosen)
      ? { slug: "A slug is lower-case letters, digits, dots and dashes, such as acme." }
      : {}),
    ...(isTimeZone(timeZone.trim())
      ? {}
      : { timeZone: "Give an IANA time zone, such as Europe/Berlin or UTC." }),
  });
  return (
    <FormDialog<Workspace>
      title="New workspace"
      description="Empty: services, people and incidents of one company go into it."
      action="Make workspace"
      width={460}
      fields={["name", "slug", "timeZone"]}
      check={check}
      send={() =>
        request<Workspace>("/workspaces", {
          workspace,
          method: "POST",
          body: { name: name.trim(), slug: chosen, timeZone: timeZone.trim() },
        })
      }
      onSaved={(made) => {
        toast({ title: `${made.name} is ready`, tone: "good" });
        router.push(`/${made.slug}`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" required error={errors.name}>
            <Input
              value={name}
              maxLength={120}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field
            label="Slug"
            error={errors.slug}
            hint="The first part of its addresses. It cannot be changed later."
          >
            <Input
              value={slug}
              maxLength={80}
              placeholder={slugOf(name) || "made from the name"}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono"
              onChange={(event) => setSlug(event.target.value)}
            />
          </Field>
          <Field label="Time zone" error={errors.timeZone} hint="Days, weeks and months are cut in it.">
            <Input
              value={timeZone}
              maxLength={60}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTimeZone(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

export function MakeSampleDialog({ workspace, onClose }: Shared) {
  const router = useRouter();
  return (
    <FormDialog<Workspace>
      title="Make the sample workspace?"
      action="Make the sample"
      width={460}
      send={() => request<Workspace>("/workspaces/sample", { workspace, method: "POST" })}
      onSaved={(made) => {
        toast({ title: `${made.name} is ready`, tone: "good" });
        router.push(`/${made.slug}`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p className="text-ink-2">
          It becomes a workspace of its own, with 23 services, some 400 people and two years of incidents. It
          takes a few seconds, touches no other workspace and can be removed again.
        </p>
      )}
    </FormDialog>
  );
}

export function RemoveSampleDialog({
  workspace,
  sample,
  next,
  onClose,
}: Shared & {
  sample: { slug: string; name: string };
  /** Where to go when the page shows the sample itself. */
  next: string | null;
}) {
  const router = useRouter();
  return (
    <FormDialog<void>
      title="Remove the sample workspace?"
      action="Remove the sample"
      isDanger
      width={460}
      send={() =>
        request<void>(`/workspaces/${encodeURIComponent(sample.slug)}`, { workspace, method: "DELETE" })
      }
      onSaved={() => {
        toast({ title: `${sample.name} is gone` });
        if (sample.slug === workspace) router.push(next === null ? "/" : `/${next}`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => (
        <p className="text-ink-2">
          {sample.name} goes with everything in it, also what you logged there yourself. Other workspaces stay
          as they are, and the sample can be made again.
        </p>
      )}
    </FormDialog>
  );
}
