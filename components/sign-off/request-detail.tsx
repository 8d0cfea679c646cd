import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { AiInvolvement, GradeMeter } from "@/components/change/ai-involvement";
import { placeWords, toolName } from "@/components/change/involvement-words";
import { GRADE_WORDS, grouped, levelWord } from "@/components/change/words";
import { GeneratedTag } from "@/components/ui/chip";
import { Time } from "@/components/ui/time";
import { shortRevision } from "@/domain/change/ref";
import { needsSentence } from "@/domain/sign-off/needs";
import type { SignOffRequest, SignOffRequestDetail } from "@/domain/sign-off/request-schema";
import { RequestHistory, SignOffList } from "./request-history";
import { SignOffChip } from "./sign-off-chip";
import { authorText, budgetText, reasonsText, refOf, requestSize, waitedMs, waitingText } from "./words";

/** What a reviewer looks at before deciding: the rule in a sentence, the size, the evidence, the budget, the way out. */
export function RequestHead({ request, base }: { request: SignOffRequest; base: string }) {
  const { changeId, revision, environment, generated, rule } = request;
  return (
    <>
      <div className="flex flex-col gap-1">
        <h2 className="!text-[15px] break-words">
          {changeId === null ? (
            request.title
          ) : (
            <Link href={`${base}/changes/${changeId}`} className="hover:underline">
              {request.title}
            </Link>
          )}
        </h2>
        <p className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-ink-2">
          <span className="font-mono text-[0.92em]">{refOf(request) ?? "no revision"}</span>
          {request.pullRequest !== null && revision !== null ? (
            <span>
              · revision <span className="font-mono text-[0.92em]">{shortRevision(revision)}</span>
            </span>
          ) : null}
          <span>· {environment}</span>
          <RequestLinks request={request} />
          {request.state === "waiting" ? null : <SignOffChip state={request.state} />}
          {generated ? <GeneratedTag /> : null}
        </p>
      </div>
      <p className="text-pretty">
        {request.state === "waiting" ? <b className="font-semibold">{needsSentence(request)} </b> : null}
        {request.reason}{" "}
        <span className="text-ink-3">
          Policy v{request.policyVersion}, {rule.mode === "enforce" ? "enforced" : "monitored"}.
        </span>
      </p>
    </>
  );
}

/** Where it was made, and what it changes there. */
function RequestLinks({ request: { url } }: { request: SignOffRequest }) {
  if (url === null) return null;
  const diff = diffOf(url);
  return (
    <>
      {diff === null ? null : <Outside href={diff}>diff</Outside>}
      <Outside href={url}>
        {/\/(pull|merge_requests)\//.test(url) ? "pull request" : "where it was made"}
      </Outside>
    </>
  );
}

function Outside({ href, children }: { href: string; children: ReactNode }) {
  return (
    <>
      <span aria-hidden="true">·</span>
      <a className="link inline-flex items-center gap-1" href={href} rel="noreferrer" target="_blank">
        {children}
        <ExternalLink size={12} strokeWidth={1.6} aria-hidden="true" />
      </a>
    </>
  );
}

/** As GitHub and GitLab call the page of what a request changes. */
function diffOf(url: string): string | null {
  const bare = url.replace(/\/+$/, "");
  if (/\/pull\/\d+$/.test(bare)) return `${bare}/files`;
  if (/\/merge_requests\/\d+$/.test(bare)) return `${bare}/diffs`;
  return null;
}

export function RequestFacts({
  request,
  detail,
  base,
  zone,
  now,
}: {
  request: SignOffRequest;
  detail: SignOffRequestDetail | null;
  base: string;
  zone: string;
  /** The server's clock. */
  now: string;
}) {
  const size = requestSize(request);
  const nowMs = Date.parse(now);
  const waited = waitingText(waitedMs(request, nowMs));
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 [&>dd]:text-right [&>dd]:font-medium [&>dt]:text-ink-2">
      <dt>{request.state === "waiting" ? "Waiting since" : "Asked for"}</dt>
      <dd>
        <Time at={request.requestedAt} zone={zone} />
        <span className="block text-small font-normal text-ink-3">
          {request.state === "waiting" ? null : `${waited} until it was settled`}
          <Goal request={request} zone={zone} nowMs={nowMs} />
        </span>
      </dd>
      <dt>Author</dt>
      <dd className="break-words">
        {authorText(request)}
        {detail?.author?.team ? <span className="font-normal text-ink-3">, {detail.author.team}</span> : null}
      </dd>
      <dt>AI’s part</dt>
      <dd>
        <AiInvolvement change={involved(request)} />
      </dd>
      <dt>Size</dt>
      <dd>
        {size ?? <span className="font-normal text-ink-3">not known</span>}
        {request.files === null
          ? null
          : `, ${request.files === 1 ? "1 file" : `${grouped(request.files)} files`}`}
      </dd>
      <ServiceFacts request={request} detail={detail} base={base} />
      {detail !== null && detail.riskReasons.length > 0 ? (
        <>
          <dt>Risk</dt>
          <dd className="!font-normal">{reasonsText(detail.riskReasons)}</dd>
        </>
      ) : null}
      {request.assignee === null ? null : (
        <>
          <dt>Handed to</dt>
          <dd>{request.assignee.name}</dd>
        </>
      )}
    </dl>
  );
}

function Goal({ request, zone, nowMs }: { request: SignOffRequest; zone: string; nowMs: number }) {
  if (request.state !== "waiting") return null;
  if (request.dueAt === null) return "the rule names no goal";
  const isPast = nowMs >= Date.parse(request.dueAt);
  return (
    <span className={isPast ? "text-bad" : undefined}>
      {isPast ? "the goal was " : "the goal is "}
      <Time at={request.dueAt} zone={zone} />
    </span>
  );
}

function ServiceFacts({
  request,
  detail,
  base,
}: {
  request: SignOffRequest;
  detail: SignOffRequestDetail | null;
  base: string;
}) {
  if (request.services.length === 0) {
    return (
      <>
        <dt>Service</dt>
        <dd className="!font-normal text-ink-3">none</dd>
      </>
    );
  }
  const services = detail?.services ?? request.services.map((one) => ({ ...one, budgetSpentRatio: null }));
  return services.map((service) => (
    <div key={service.slug} className="contents [&>dd]:text-right [&>dd]:font-medium [&>dt]:text-ink-2">
      <dt>Service</dt>
      <dd>
        <Link href={`${base}/services/${service.slug}`} className="link">
          {service.name}
        </Link>
        <span className="block text-small font-normal text-ink-3">
          {service.budgetSpentRatio === null ? null : (
            <>
              <Budget spentRatio={service.budgetSpentRatio} isLong /> ·{" "}
            </>
          )}
          <Link href={`${base}/incidents?service=${service.slug}`} className="link">
            its incidents
          </Link>
        </span>
      </dd>
    </div>
  ));
}

export function Budget({ spentRatio, isLong = false }: { spentRatio: number; isLong?: boolean }) {
  const { text, isOver } = budgetText(spentRatio, isLong);
  return <span className={isOver ? "text-bad" : undefined}>{text}</span>;
}

/** As the chip of a change wants it. */
export function involved(request: SignOffRequest) {
  const { involvement, ai } = request;
  return {
    involvement,
    involvementStanding: "detected" as const,
    ai:
      ai === null || involvement !== "ai"
        ? null
        : { role: ai.role, tool: ai.tool, model: null, grade: ai.grade },
  };
}

/** The quoted lines, what was signed so far, who else could, and what happened. */
export function RequestBackground({ detail, zone }: { detail: SignOffRequestDetail; zone: string }) {
  return (
    <>
      {detail.evidence.map((one) => (
        <figure key={`${one.revision} ${one.foundIn} ${one.quote}`} className="flex min-w-0 flex-col gap-1">
          <blockquote className="border-l-2 border-ai-line bg-surface-2 px-2.5 py-1.5 font-mono text-small break-words whitespace-pre-wrap">
            {one.quote}
          </blockquote>
          <figcaption className="flex flex-wrap items-center gap-1.5 text-small text-ink-3">
            <GradeMeter grade={one.grade} /> {GRADE_WORDS[one.grade]}
            {one.tool ? `, ${toolName(one.tool)}` : ""}, in {placeWords(one)}
          </figcaption>
        </figure>
      ))}
      {detail.signOffs.length > 0 ? <SignOffList signOffs={detail.signOffs} zone={zone} /> : null}
      {detail.state === "waiting" ? <CouldSign detail={detail} /> : null}
      <RequestHistory events={detail.events} zone={zone} />
    </>
  );
}

const NAMED_MAX = 6;

/** Who else could, folded up: in most companies they are many. */
export function CouldSign({ detail: { couldSign } }: { detail: SignOffRequestDetail }) {
  if (couldSign.length === 0) {
    return (
      <p className="text-bad">
        Nobody on the roster could sign it: the levels, the team or the role that the rule asks for are
        nobody’s.
      </p>
    );
  }
  const words = couldSign.map(({ name, level }) => `${name} (${levelWord(level)})`);
  const rest = words.length - NAMED_MAX;
  return (
    <details className="min-w-0">
      <summary className="cursor-pointer text-ink-2">
        {couldSign.length === 1
          ? "One person"
          : `${couldSign.length >= 50 ? "50 people or more" : `${couldSign.length} people`}`}{" "}
        could sign it
      </summary>
      <p className="pt-1 text-ink-2">
        {words.slice(0, NAMED_MAX).join(", ")}
        {rest > 0 ? ` and ${rest} more` : ""}.
      </p>
    </details>
  );
}
