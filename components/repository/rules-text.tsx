"use client";

import { Field, Textarea } from "@/components/ui/field";
import type { ReadRules } from "@/domain/repository/rules-text";

const FAULTS_SHOWN = 5;

/** The rules as a file, so that a CODEOWNERS can be pasted and its owners replaced by services. */
export function RulesText({
  text,
  faults,
  onChange,
}: {
  text: string;
  faults: ReadRules["faults"];
  onChange: (text: string) => void;
}) {
  const shown = faults.slice(0, FAULTS_SHOWN).map(({ line, reason }) => `Line ${line}: ${reason}`);
  const rest = faults.length - shown.length;
  return (
    <Field
      label="One rule a line: the pattern, then the slugs of its services"
      hint="Whatever follows a # is a comment and is not kept. A space in a pattern has a backslash before it."
      error={
        faults.length === 0 ? undefined : (
          <span className="whitespace-pre-line">
            {shown.join("\n")}
            {rest > 0 ? `\nand ${rest} more` : ""}
          </span>
        )
      }
    >
      <Textarea
        rows={12}
        wrap="off"
        value={text}
        spellCheck={false}
        autoComplete="off"
        className="max-h-[70vh] font-mono !text-[0.92em]"
        placeholder={
          "*                    site\n/services/checkout/  checkout\n*.tf                 platform"
        }
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
