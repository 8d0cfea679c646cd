"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { Handle, HandleKind } from "@/domain/person/handle";
import type { PersonIdentity } from "@/domain/person/identity-schema";
import { KIND_OPTIONS, KIND_WORDS } from "./identity-words";

/** What somebody is called, each to be taken away, and room for one more. */
export default function HandlesDialog({
  workspace,
  person,
  onClose,
}: {
  workspace: string;
  person: Pick<PersonIdentity, "id" | "name" | "handles">;
  onClose: () => void;
}) {
  const router = useRouter();
  const [handles, setHandles] = useState(person.handles);
  const [kind, setKind] = useState<HandleKind>("login");
  const [handle, setHandle] = useState("");
  const remove = async (one: Handle) => {
    try {
      const path = `/people/${person.id}/handles/${one.kind}/${encodeURIComponent(one.handle)}`;
      const after = await request<PersonIdentity>(path, { workspace, method: "DELETE" });
      setHandles(after.handles);
      router.refresh();
    } catch (error) {
      const description = error instanceof ApiError ? error.message : undefined;
      toast({ title: "Not taken away", description, tone: "bad" });
    }
  };
  return (
    <FormDialog<PersonIdentity>
      title={`What ${person.name} is called`}
      description="Changes told of under one of these are theirs. Somebody else’s is had by merging the two."
      action="Add"
      fields={["kind", "handle"]}
      check={() => (handle.trim() === "" ? { handle: "Give a login, an address or a name." } : {})}
      send={() =>
        request<PersonIdentity>(`/people/${person.id}/handles`, {
          workspace,
          method: "POST",
          body: { kind, handle },
        })
      }
      onSaved={() => {
        toast({ title: `${person.name} is known as ${handle.trim()}, too`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {handles.length === 0 ? (
            <p className="text-ink-3">No handle yet, beside the name and the roster’s address.</p>
          ) : null}
          <ul className="flex flex-col">
            {handles.map((one) => (
              <li
                key={`${one.kind} ${one.handle}`}
                className="flex min-h-9 items-center gap-3 border-b border-line last:border-0 touch:min-h-11"
              >
                <span className="w-16 shrink-0 text-ink-3">{KIND_WORDS[one.kind]}</span>
                <code className="min-w-0 flex-1 font-mono text-[0.92em] break-all">{one.handle}</code>
                <Button
                  icon
                  size="sm"
                  variant="ghost"
                  aria-label={`Take ${one.handle} away`}
                  onClick={() => void remove(one)}
                >
                  <X size={14} aria-hidden="true" />
                </Button>
              </li>
            ))}
          </ul>
          <div className="grid grid-cols-[132px_minmax(0,1fr)] gap-3">
            <Field label="Kind" error={errors.kind}>
              <Select
                value={kind}
                onChange={({ target }) =>
                  setKind(KIND_OPTIONS.find(({ value }) => value === target.value)?.value ?? "login")
                }
                options={KIND_OPTIONS}
              />
            </Field>
            <Field label="One more" error={errors.handle}>
              <Input
                value={handle}
                maxLength={320}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setHandle(event.target.value)}
              />
            </Field>
          </div>
        </>
      )}
    </FormDialog>
  );
}
