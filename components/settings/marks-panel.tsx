"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { IfMay } from "@/components/access/abilities";
import { ApiError, request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { GeneratedTag } from "@/components/ui/chip";
import { DataTable, SecondLine, Td, Th, TitleCell } from "@/components/ui/data-table";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { Mark } from "@/domain/mark/schema";
import { dayWords } from "@/domain/overview/words";

const load = () => import("./add-mark-dialog");
const AddMarkDialog = lazy(load);

/** The dated events drawn through the overview's chart. Removing one can be undone at once. */
export function MarksPanel({ workspace, marks }: { workspace: string; marks: readonly Mark[] }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const remove = async (mark: Mark) => {
    const { id, generated: _, ...content } = mark;
    try {
      await request<void>(`/marks/${id}`, { workspace, method: "DELETE" });
      router.refresh();
      toast({
        title: `“${mark.title}” removed`,
        action: {
          label: "Undo",
          run: () => {
            void request<Mark>("/marks", { workspace, method: "POST", body: content }).then(
              () => router.refresh(),
              sayFailed,
            );
          },
        },
      });
    } catch (error) {
      sayFailed(error);
    }
  };
  return (
    <Panel aria-labelledby="marks">
      <PanelHeader
        id="marks"
        title="Marks"
        description={
          <span className="max-sm:hidden">policies and roster changes, drawn through the charts</span>
        }
        right={
          <IfMay ability="keepMarks">
            <Button size="sm" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
              Add mark
            </Button>
          </IfMay>
        }
      />
      {marks.length === 0 ? (
        <PanelBody>
          <EmptyState title="No marks yet">
            Mark the day on which a rule, a target or the roster changed, and both panels of the overview show
            it.
          </EmptyState>
        </PanelBody>
      ) : (
        <MarksTable marks={marks} onRemove={(mark) => void remove(mark)} />
      )}
      {isOpen ? (
        <Suspense fallback={null}>
          <AddMarkDialog workspace={workspace} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </Panel>
  );
}

function MarksTable({ marks, onRemove }: { marks: readonly Mark[]; onRemove: (mark: Mark) => void }) {
  return (
    <DataTable>
      <caption className="sr-only">Marks</caption>
      <thead>
        <tr>
          <Th>Day</Th>
          <Th wide>Kind</Th>
          <Th>Mark</Th>
          <Th wide>Source</Th>
          <Th>
            <span className="sr-only">Remove</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {marks.map((mark) => (
          <tr key={mark.id}>
            <Td className="whitespace-nowrap text-ink-2">{dayWords(mark.day, true)}</Td>
            <Td wide className="text-ink-2">
              {mark.kind}
            </Td>
            <TitleCell className="!w-full !max-w-none py-1.5">
              <span className="font-medium">{mark.title}</span> {mark.generated ? <GeneratedTag /> : null}
              {mark.detail ? <span className="block text-small text-ink-2">{mark.detail}</span> : null}
              <SecondLine>
                {mark.kind}
                {mark.sourceName === null && mark.sourceUrl === null ? null : " · "}
                <Source mark={mark} />
              </SecondLine>
            </TitleCell>
            <Td wide className="min-w-48 py-1.5 text-small text-ink-2">
              <Source mark={mark} />
            </Td>
            <Td className="text-right">
              <IfMay ability="keepMarks">
                <Button
                  variant="ghost"
                  size="sm"
                  icon
                  aria-label={`Remove ${mark.title}`}
                  onClick={() => onRemove(mark)}
                >
                  <X size={14} aria-hidden="true" />
                </Button>
              </IfMay>
            </Td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function Source({ mark }: { mark: Mark }) {
  if (mark.sourceUrl === null) return mark.sourceName ?? <span className="max-sm:hidden">–</span>;
  return (
    <a href={mark.sourceUrl} target="_blank" rel="noreferrer" className="link">
      {mark.sourceName ?? new URL(mark.sourceUrl).hostname}
    </a>
  );
}

function sayFailed(error: unknown) {
  const reason = error instanceof ApiError ? error.message : "Faultline did not answer. Try again.";
  toast({ title: "Not done", description: reason, tone: "bad" });
}
