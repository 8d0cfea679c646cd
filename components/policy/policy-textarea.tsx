"use client";

import { Field, Textarea } from "@/components/ui/field";
import { lineOfPath, type TextFault } from "@/domain/sign-off/policy-text";
import type { PolicyFault } from "./use-policy-check";

const FAULTS_SHOWN = 5;

/** The policy as JSON; what is wrong is said by line and field. */
export function PolicyTextarea({
  text,
  fault,
  faults,
  workspace,
  onChange,
}: {
  text: string;
  fault: TextFault | null;
  faults: readonly PolicyFault[];
  workspace: string;
  onChange: (text: string) => void;
}) {
  const lines =
    fault !== null
      ? [`Line ${fault.line}: ${fault.message}`]
      : faults.map(({ path, message }) => `Line ${lineOfPath(text, path)}, ${path}: ${message}`);
  const rest = lines.length - FAULTS_SHOWN;
  return (
    <Field
      label="The policy as JSON"
      hint={
        <>
          Its parts are in the{" "}
          <a
            className="underline"
            href={`/api/v1/policy/schema?workspace=${workspace}`}
            target="_blank"
            rel="noreferrer"
          >
            JSON Schema
          </a>
          . The form shows the same draft.
        </>
      }
      error={
        lines.length === 0 ? undefined : (
          <span className="whitespace-pre-line">
            {lines.slice(0, FAULTS_SHOWN).join("\n")}
            {rest > 0 ? `\nand ${rest} more` : ""}
          </span>
        )
      }
    >
      <Textarea
        rows={20}
        wrap="off"
        value={text}
        spellCheck={false}
        autoComplete="off"
        className="max-h-[70vh] font-mono !text-[0.92em]"
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
