import { Button } from "@/components/ui/button";
import { shortRevision } from "@/domain/change/ref";
import type { SignOffRequest, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import type { Progress } from "./use-decisions";
import { isOpen } from "./words";

/** The three decisions, each with its key; where one may not be made, why. */
export function DecisionBar({
  request,
  detail,
  progress,
  onApprove,
  onDecline,
  onHandOver,
  onUndo,
  load,
  hasKeys = true,
}: {
  request: SignOffRequest;
  /** Null while it is still on its way: until then everything is offered, and the server decides. */
  detail: SignOffRequestDetail | null;
  progress: Progress | undefined;
  onApprove: () => void;
  onDecline: () => void;
  onHandOver: () => void;
  onUndo?: () => void;
  /** Fetches the dialogs at the first sign that they will be wanted. */
  load: () => Promise<unknown>;
  /** The page answers A, D, H and U. */
  hasKeys?: boolean;
}) {
  const cap = (key: string) => (hasKeys ? key : undefined);
  if (!isOpen(request) && progress === undefined) return null;
  if (progress?.is === "decided") {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <p className="font-medium">{progress.words}, on record.</p>
        {onUndo ? (
          <Button size="sm" kbd={cap("U")} onClick={onUndo}>
            Take back
          </Button>
        ) : null}
      </div>
    );
  }
  const isSending = progress?.is === "sending";
  const off = (what: keyof SignOffRequestDetail["can"]) =>
    isSending || detail?.can[what].allowed === false || undefined;
  const why = whyNot(detail);
  const warm = { onPointerEnter: load, onFocus: load };
  return (
    <div className="flex flex-col gap-2 print:hidden">
      <div className="flex flex-wrap gap-2 max-sm:[&>button]:flex-1">
        <Button variant="primary" kbd={cap("A")} aria-disabled={off("approve")} onClick={onApprove}>
          {isSending ? `${progress.words}…` : "Approve"}
        </Button>
        <Button kbd={cap("D")} aria-disabled={off("decline")} onClick={onDecline} {...warm}>
          Decline
        </Button>
        <Button kbd={cap("H")} aria-disabled={off("handOver")} onClick={onHandOver} {...warm}>
          Hand over
        </Button>
      </div>
      {progress?.is === "failed" ? (
        <p role="alert" className="text-bad">
          Not on record. {progress.message}
        </p>
      ) : null}
      <p className="text-small text-ink-3">
        {why ??
          (request.revision === null
            ? "Counts for it as it stands; another version voids it."
            : `Counts for ${shortRevision(request.revision)} only; a new push voids it.`)}
      </p>
    </div>
  );
}

function whyNot(detail: SignOffRequestDetail | null): string | null {
  if (detail === null || detail.can.approve.allowed) return null;
  return detail.can.approve.why;
}
