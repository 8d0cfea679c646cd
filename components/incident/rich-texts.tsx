import type { ReactNode } from "react";
import { markdownOf } from "@/components/ui/markdown";
import type { Incident } from "@/domain/incident/schema";
import { timelineEntries } from "./timeline-entries";

/** As much as a long incident holds; what is beyond it is shown as it was typed. */
const CHARACTERS_MAX = 100_000;

/** Every text of the incident that Markdown shows otherwise, rendered; for the server, which alone has the parser. */
export function richTexts(incident: Incident): Record<string, ReactNode> {
  const written = timelineEntries(incident).filter((entry) => entry.isNote || entry.lead !== null);
  const texts = [
    incident.summary ?? "",
    ...incident.causes.map((cause) => cause.note ?? ""),
    ...written.map((entry) => entry.text),
  ];
  const rich: Record<string, ReactNode> = {};
  let left = CHARACTERS_MAX;
  for (const text of new Set(texts)) {
    left -= text.length;
    const shown = left < 0 ? null : markdownOf(text);
    if (shown !== null) rich[text] = shown;
  }
  return rich;
}
