import Link from "next/link";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { Capacity } from "@/domain/capacity/schema";
import { HOURS_PER_REVIEWER } from "@/domain/capacity/what-if";
import { numberWords, percentWords } from "@/domain/overview/words";
import { REVIEW_COST } from "@/domain/sign-off/review-cost";

/** What the forecast is made of: which of its numbers were measured, and which are only assumed. */
export function AssumptionsPanel({ data, base }: { data: Capacity; base: string }) {
  const { estimate } = data;
  const { minutes, minutesPerHundredLines, minutesMax } = REVIEW_COST;
  return (
    <Panel aria-labelledby="assumptions">
      <PanelHeader id="assumptions" title="What the forecast stands on" />
      <PanelBody>
        <ul className="flex list-disc flex-col gap-1.5 pl-4 text-ink-2">
          <li>
            Measured, last {estimate.weeks} whole weeks: {numberWords(estimate.requestsPerWeek, 1)} requests a
            week, their gaps in working time with a squared coefficient of variation of{" "}
            {numberWords(estimate.arrivalScv, 2)} (1 is chance).
          </li>
          <li>
            Measured: the sign-offs were spread as if {numberWords(estimate.reviewers, 1)} people gave the
            same each
            {estimate.adoptionRatio === null
              ? ""
              : `; ${percentWords(estimate.adoptionRatio)} of engineers use AI`}
            .
          </li>
          <li>
            Assumed: one review takes {minutes} min and {minutesPerHundredLines} more per 100 lines,{" "}
            {minutesMax} at most; with the sizes measured that is {numberWords(estimate.reviewMinutes, 1)}{" "}
            min, squared coefficient of variation {numberWords(estimate.serviceScv, 2)}.
          </li>
          <li>
            {estimate.isFitted && estimate.measuredHours !== null ? (
              <>
                Fitted: sign-offs took {numberWords(estimate.measuredHours, 1)} working hours in the mean,
                which the model gives if each reviewer has {numberWords(estimate.hoursPerReviewer, 1)} h a
                week for them. Part of that wait may be nobody looking rather than nobody having time; then
                the model is too dark.
              </>
            ) : (
              <>
                Assumed: each reviewer has {HOURS_PER_REVIEWER} h a week for sign-offs; the waiting known is
                too little, or too short, to tell.
              </>
            )}
          </li>
          <li>
            Requests are taken to grow with adoption in proportion, first come to be first served, and anybody
            who may sign to take any of them. Working time is Monday to Friday, nine to five.
          </li>
        </ul>
        <p className="mt-3 text-small text-ink-3">
          <Link href={`${base}/metrics#waiting`} prefetch={false} className="link">
            How it is counted
          </Link>
        </p>
      </PanelBody>
    </Panel>
  );
}
