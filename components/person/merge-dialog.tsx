"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { request } from "@/components/query/client";
import { Field, Input } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { MergePreview, PersonIdentity } from "@/domain/person/identity-schema";
import { calledWords, mergeLines } from "./identity-words";

type Target = { id: string; name: string; hint?: string };

export type MergeDialogProps = {
  workspace: string;
  from: Pick<PersonIdentity, "id" | "name" | "version" | "email" | "handles">;
  /** Whom the machine suggests; null asks. */
  suggested: Target | null;
};

/** Asks into whom, shows what will move, and merges. */
export default function MergeDialog({
  workspace,
  from,
  suggested,
  onClose,
}: MergeDialogProps & { onClose: () => void }) {
  const router = useRouter();
  const [opened] = useState(from);
  const [into, setInto] = useState<Target | null>(suggested);
  const [email, setEmail] = useState<string | null>(null);
  const preview = useQuery({
    queryKey: ["merge", workspace, opened.id, into?.id],
    queryFn: () =>
      request<MergePreview>(`/people/${opened.id}/merge`, { workspace, query: { into: into?.id } }),
    enabled: into !== null,
    staleTime: 0,
    retry: false,
  });
  const shown = into === null ? undefined : preview.data;
  return (
    <FormDialog<PersonIdentity>
      title={`Merge ${opened.name}`}
      description={<span className="break-words">Known as {calledWords(opened) || opened.name}.</span>}
      action="Merge"
      isDanger
      version={opened.version}
      fields={["into", "email"]}
      check={() => {
        if (into === null) return { into: "Choose who this is." };
        if (shown?.refusal) return { into: shown.refusal };
        return shown && shown.emails.length > 0 && email === null
          ? { email: "Choose which address stays." }
          : {};
      }}
      send={(version) =>
        request<PersonIdentity>(`/people/${opened.id}/merge`, {
          workspace,
          method: "POST",
          body: { into: into?.id, email: email ?? undefined },
          ifMatch: version,
        })
      }
      onSaved={(merged) => {
        toast({ title: `${opened.name} is ${merged.name} now`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <ChooseInto
            workspace={workspace}
            fromId={opened.id}
            into={shown ? { ...shown.into, hint: hintOf(shown.into) } : into}
            error={errors.into}
            onChoose={setInto}
          />
          {preview.isError && into !== null ? (
            <p role="alert" className="text-bad">
              {preview.error.message}
            </p>
          ) : null}
          {shown ? <Preview preview={shown} email={email} error={errors.email} onEmail={setEmail} /> : null}
        </>
      )}
    </FormDialog>
  );
}

const hintOf = (one: PersonIdentity) =>
  [one.onRoster ? one.level : "not on the roster", calledWords(one)].filter(Boolean).join(", ");

function ChooseInto({
  workspace,
  fromId,
  into,
  error,
  onChoose,
}: {
  workspace: string;
  fromId: string;
  into: Target | null;
  error: string | undefined;
  onChoose: (into: Target) => void;
}) {
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ["identities", workspace, asked],
    queryFn: ({ signal }) =>
      request<{ identities: PersonIdentity[] }>("/identities", {
        workspace,
        query: { q: asked, show: "all", limit: 8 },
        signal,
      }),
    enabled: asked.length > 1,
  });
  const people = (found.data?.identities ?? []).filter(({ id }) => id !== fromId);
  const options: Target[] =
    asked.length > 1 ? people.map((one) => ({ ...one, hint: hintOf(one) })) : into === null ? [] : [into];
  return (
    <>
      <Field label="Who stays" hint="Search by name, login or address." error={error}>
        <Input
          value={text}
          placeholder={into?.name ?? ""}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {options.length > 0 ? (
        <fieldset className="flex flex-col">
          <legend className="sr-only">Who stays</legend>
          {options.map((one) => (
            <label
              key={one.id}
              className="flex min-h-[30px] items-baseline gap-2 rounded-2 px-1 hover:bg-surface-2 touch:min-h-10"
            >
              <input
                type="radio"
                name="into"
                className="size-3.5 shrink-0 translate-y-0.5 accent-accent"
                checked={into?.id === one.id}
                onChange={() => onChoose({ id: one.id, name: one.name })}
              />
              <span className="min-w-0 truncate">
                {one.name} {one.hint ? <span className="text-ink-3">{one.hint}</span> : null}
              </span>
            </label>
          ))}
        </fieldset>
      ) : asked.length > 1 && found.isSuccess ? (
        <p className="text-ink-3">Nobody else is called that.</p>
      ) : null}
    </>
  );
}

function Preview({
  preview,
  email,
  error,
  onEmail,
}: {
  preview: MergePreview;
  email: string | null;
  error: string | undefined;
  onEmail: (email: string) => void;
}) {
  if (preview.refusal) {
    return (
      <p role="alert" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2 text-warn">
        {preview.refusal}
      </p>
    );
  }
  return (
    <>
      {preview.emails.length > 0 ? (
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-small text-ink-2">
            Which address stays; the other is kept as a handle
          </legend>
          {preview.emails.map((one) => (
            <label key={one} className="flex min-h-[30px] items-center gap-2 touch:min-h-10">
              <input
                type="radio"
                name="email"
                className="size-3.5 accent-accent"
                checked={email === one}
                aria-invalid={error ? true : undefined}
                onChange={() => onEmail(one)}
              />
              {one}
            </label>
          ))}
          {error ? <p className="text-small text-bad">{error}</p> : null}
        </fieldset>
      ) : null}
      <div>
        <h3 className="mb-1 !font-medium !text-ink-3">What happens</h3>
        <ul className="list-disc pl-4">
          {mergeLines(preview).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </>
  );
}
