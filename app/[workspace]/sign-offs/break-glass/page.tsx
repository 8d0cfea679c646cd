import type { Metadata } from "next";
import Link from "next/link";
import { PageLinks } from "@/components/list/page-links";
import { Page } from "@/components/shell/page";
import { EndBreakGlassButton, ReviewBreakGlassButton } from "@/components/sign-off/break-glass-actions";
import { aboutText } from "@/components/sign-off/words";
import { LinkButton } from "@/components/ui/button";
import { Chip, type ChipTone, GeneratedTag } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { canReviewBreakGlass } from "@/domain/access/sign-off";
import { BREAK_GLASS_STANDINGS, type BreakGlassStanding } from "@/domain/sign-off/break-glass";
import type { BreakGlass, BreakGlassPage } from "@/domain/sign-off/break-glass-schema";
import { listBreakGlass } from "@/server/break-glass/queries";
import type { Ctx } from "@/server/context";
import { pageContext } from "@/server/workspace/resolve";

export const metadata: Metadata = { title: "Break-glass" };

const PER_PAGE = 25;
const STANDING_WORDS: Record<BreakGlassStanding, string> = {
  open: "Open",
  "to-review": "To review",
  reviewed: "Reviewed",
};
const TONES: Record<BreakGlassStanding, ChipTone> = { open: "bad", "to-review": "warn", reviewed: "good" };
const EMPTY: Record<BreakGlassStanding, string> = {
  open: "No break-glass is open",
  "to-review": "Nothing waits for a review",
  reviewed: "Nothing was reviewed yet",
};

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** What was let through whatever the policy said: open now, over and to be looked at, or looked at. */
export default async function BreakGlassPageView({ params, searchParams }: Props) {
  const { workspace: slug } = await params;
  const { ctx, workspace } = await pageContext(slug);
  const search = await searchParams;
  const standing = BREAK_GLASS_STANDINGS.find((one) => one === search.standing) ?? "to-review";
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const page = await readPage(ctx, { standing, cursor });
  const path = `/${slug}/sign-offs/break-glass`;
  const hrefOf = (one: string) => `${path}?standing=${one}`;
  const mayReview = canReviewBreakGlass(ctx.actor);
  return (
    <Page title="Break-glass" crumbs={[{ label: "Sign-offs", href: `/${slug}/sign-offs` }]}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label="Standing"
          value={standing}
          options={BREAK_GLASS_STANDINGS.map((one) => ({
            value: one,
            label: STANDING_WORDS[one],
            href: hrefOf(one),
          }))}
        />
        <p className="text-ink-2">
          A change let through whatever the policy says, for a while, with a name and a reason.
        </p>
      </div>
      <Panel aria-label="Break-glass">
        {page.breakGlass.length === 0 ? (
          <EmptyState
            className="p-4"
            title={EMPTY[standing]}
            action={
              <LinkButton href={`/${slug}/sign-offs?scope=all&state=waiting`}>See what is held</LinkButton>
            }
          >
            One is opened on the page of the change that cannot wait, or over the API.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {page.breakGlass.map((one) => (
              <Item
                key={one.id}
                breakGlass={one}
                workspace={slug}
                zone={workspace.timeZone}
                mayReview={mayReview}
              />
            ))}
          </ul>
        )}
      </Panel>
      <PageLinks
        hrefs={{
          previous: cursor === undefined ? null : hrefOf(standing),
          next: page.nextCursor === null ? null : `${hrefOf(standing)}&cursor=${page.nextCursor}`,
        }}
      />
    </Page>
  );
}

/** A place that is none leads to the newest ones: an address may have been cut short. */
async function readPage(
  ctx: Ctx,
  asked: { standing: BreakGlassStanding; cursor: string | undefined },
): Promise<BreakGlassPage> {
  try {
    return await listBreakGlass(ctx, { ...asked, limit: PER_PAGE });
  } catch {
    return listBreakGlass(ctx, { standing: asked.standing, limit: PER_PAGE });
  }
}

function Item({
  breakGlass,
  workspace,
  zone,
  mayReview,
}: {
  breakGlass: BreakGlass;
  workspace: string;
  zone: string;
  mayReview: boolean;
}) {
  const { standing, changeId, isMine } = breakGlass;
  const about = aboutText(breakGlass);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 max-sm:px-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Chip tone={TONES[standing]}>{STANDING_WORDS[standing]}</Chip>
          <span className="min-w-0 font-medium break-words">
            {changeId === null ? (
              about
            ) : (
              <Link href={`/${workspace}/changes/${changeId}`} prefetch={false} className="hover:underline">
                {about}
              </Link>
            )}
          </span>
        </p>
        <p className="mt-0.5 text-small text-ink-3">
          {breakGlass.openedBy}, into {breakGlass.environment}, <Time at={breakGlass.openedAt} zone={zone} />{" "}
          to <Time at={breakGlass.endedAt ?? breakGlass.expiresAt} zone={zone} />
          {breakGlass.endedBy ? `, ended by ${breakGlass.endedBy}` : ""}{" "}
          {breakGlass.generated ? <GeneratedTag /> : null}
        </p>
        <p className="mt-1 break-words whitespace-pre-line">{breakGlass.reason}</p>
        {breakGlass.reviewedAt === null ? null : (
          <p className="mt-1.5 border-l-2 border-good-line pl-2.5 break-words whitespace-pre-line text-ink-2">
            <span className="text-small text-ink-3">
              {breakGlass.reviewedBy}, <Time at={breakGlass.reviewedAt} zone={zone} />
            </span>
            <br />
            {breakGlass.reviewNote}
          </p>
        )}
      </div>
      {standing === "open" ? <EndBreakGlassButton workspace={workspace} breakGlass={breakGlass} /> : null}
      {standing !== "to-review" ? null : isMine ? (
        <span className="text-small text-ink-3">you opened it; another person reviews it</span>
      ) : mayReview ? (
        <ReviewBreakGlassButton workspace={workspace} breakGlass={breakGlass} />
      ) : null}
    </li>
  );
}
