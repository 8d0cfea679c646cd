"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import type { Problems } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Field, Input, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { Mark } from "@/domain/mark/schema";

const KINDS = [
  { value: "policy", label: "Policy: a rule or a target" },
  { value: "roster", label: "Roster: people came or left" },
  { value: "other", label: "Other" },
];

const EMPTY = { kind: "policy", day: "", title: "", detail: "", sourceName: "", sourceUrl: "" };
type Draft = typeof EMPTY;

function check(draft: Draft): Problems {
  const problems: Problems = {};
  if (draft.title.trim() === "") problems.title = "Say in a few words what changed.";
  if (draft.day === "") problems.day = "Give the day on which it took effect.";
  if (draft.sourceUrl.trim() !== "" && !/^https?:\/\/\S+$/.test(draft.sourceUrl.trim())) {
    problems.sourceUrl = "An address begins with https:// or http://.";
  }
  return problems;
}

export default function AddMarkDialog({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const router = useRouter();
  const [draft, setDraft] = useState(EMPTY);
  const input = (field: keyof Draft, max: number, type = "text") => (
    <Input
      type={type}
      value={draft[field]}
      maxLength={type === "date" ? undefined : max}
      autoComplete="off"
      onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
    />
  );
  return (
    <FormDialog<Mark>
      title="Add a mark"
      description="A dotted line through both panels of the overview, on the day it took effect."
      action="Add mark"
      fields={["kind", "day", "title", "detail", "sourceName", "sourceUrl"]}
      check={() => check(draft)}
      send={() =>
        request<Mark>("/marks", {
          workspace,
          method: "POST",
          body: {
            kind: draft.kind,
            day: draft.day,
            title: draft.title.trim(),
            detail: draft.detail.trim() || null,
            sourceName: draft.sourceName.trim() || null,
            sourceUrl: draft.sourceUrl.trim() || null,
          },
        })
      }
      onSaved={(mark) => {
        toast({ title: `“${mark.title}” added`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Title" required error={errors.title}>
            {input("title", 120)}
          </Field>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Day" required error={errors.day}>
              {input("day", 10, "date")}
            </Field>
            <Field label="Kind" error={errors.kind}>
              <Select
                value={draft.kind}
                options={KINDS}
                onChange={(event) => setDraft({ ...draft, kind: event.target.value })}
              />
            </Field>
          </div>
          <Field
            label="Detail"
            optional
            error={errors.detail}
            hint="A few words below the title in the chart."
          >
            {input("detail", 300)}
          </Field>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field
              label="Source"
              optional
              error={errors.sourceName}
              hint="Who says so, such as a memo's name."
            >
              {input("sourceName", 300)}
            </Field>
            <Field label="Source's address" optional error={errors.sourceUrl}>
              {input("sourceUrl", 2000, "url")}
            </Field>
          </div>
        </>
      )}
    </FormDialog>
  );
}
