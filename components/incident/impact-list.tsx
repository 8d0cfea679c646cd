import { IfMay } from "@/components/access/abilities";
import { Button } from "@/components/ui/button";
import { DataTable, SecondLine, Td, Th } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import { formatDuration } from "@/domain/calendar/duration";
import type { Impact } from "@/domain/incident/schema";
import { percentText } from "./format";

/** Every impact with its own times, each editable; an open one can be ended on the spot. */
export function ImpactList({
  impacts,
  zone,
  nowMs,
  onEdit,
  onEnd,
}: {
  impacts: readonly Impact[];
  zone: string;
  nowMs: number;
  onEdit: (impactId: string) => void;
  onEnd: (impact: Impact) => void;
}) {
  return (
    <DataTable tight flush className="mt-2">
      <thead>
        <tr>
          <Th>Service</Th>
          <Th num>Lost</Th>
          <Th wide>From</Th>
          <Th wide>To</Th>
          <Th num wide>
            Length
          </Th>
          <Th className="print:hidden">
            <span className="sr-only">Edit</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {impacts.map((impact) => (
          <tr key={impact.id}>
            <Td className="max-sm:w-full max-sm:!py-2 max-sm:!whitespace-normal">
              {impact.service.name}
              <SecondLine>
                <Time at={impact.startedAt} zone={zone} />
                {impact.endedAt ? (
                  <>
                    {" to "}
                    <Time at={impact.endedAt} zone={zone} />
                  </>
                ) : (
                  ", still open"
                )}
              </SecondLine>
            </Td>
            <Td num>
              <span className="text-ink-3 max-sm:hidden">{impact.level ?? ""} </span>
              {percentText(impact.fraction)}
            </Td>
            <Td wide>
              <Time at={impact.startedAt} zone={zone} />
            </Td>
            <Td wide>
              {impact.endedAt ? (
                <Time at={impact.endedAt} zone={zone} />
              ) : (
                <span className="text-ink-2">still open</span>
              )}
            </Td>
            <Td num wide>
              {formatDuration(
                (impact.endedAt ? Date.parse(impact.endedAt) : nowMs) - Date.parse(impact.startedAt),
              )}
            </Td>
            <Td num className="print:hidden">
              <IfMay ability="respond">
                {impact.endedAt === null ? (
                  <Button
                    size="sm"
                    variant="ghost"
                    onClick={() => onEnd(impact)}
                    aria-label={`End impact on ${impact.service.name} now`}
                  >
                    End now
                  </Button>
                ) : null}
                <Button
                  size="sm"
                  variant="ghost"
                  onClick={() => onEdit(impact.id)}
                  aria-label={`Edit impact on ${impact.service.name}`}
                >
                  Edit
                </Button>
              </IfMay>
            </Td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
