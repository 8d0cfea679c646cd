import Link from "next/link";
import { Time } from "@/components/ui/time";
import type { DeliveryContent } from "@/domain/integration/schema";

const BODY_ROWS_MAX = 24;

/** A delivery as it came, and everything it told of. */
export function DeliveryContentView({
  workspace,
  content: { delivery, headers, body, truncated },
  zone,
}: {
  workspace: string;
  content: DeliveryContent;
  zone: string;
}) {
  const names = Object.keys(headers).sort();
  return (
    <div className="flex min-w-0 flex-col gap-3 py-2">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-small">
        <dt className="text-ink-3">Sender's id</dt>
        <dd className="font-mono break-all">{delivery.externalId}</dd>
        <dt className="text-ink-3">Received</dt>
        <dd>
          <Time at={delivery.receivedAt} zone={zone} />, {delivery.bytes.toLocaleString("en")} bytes
          {delivery.repetitions > 0 ? `, and ${delivery.repetitions} more times` : ""}
        </dd>
        <dt className="text-ink-3">Worked off</dt>
        <dd>
          {delivery.settledAt === null ? "not yet" : <Time at={delivery.settledAt} zone={zone} />}
          {delivery.attempts > 1 ? `, after ${delivery.attempts} tries` : ""}
        </dd>
        {names.map((name) => (
          <Header key={name} name={name} value={headers[name] ?? ""} />
        ))}
      </dl>
      {delivery.changes.length > 2 ? (
        <div className="text-small">
          <h3>Told of</h3>
          <ul className="mt-1 flex flex-col gap-0.5">
            {delivery.changes.map(({ id, title }) => (
              <li key={id}>
                <Link href={`/${workspace}/changes/${id}`} className="link break-words">
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <div className="min-w-0">
        <h3>Body</h3>
        {/* A field rather than a block of text: what scrolls can be reached by keys. */}
        <textarea
          readOnly
          aria-label="Body"
          wrap="off"
          spellCheck={false}
          rows={Math.min(BODY_ROWS_MAX, body.split("\n").length)}
          value={body}
          className="mt-1 block w-full resize-y rounded-2 border border-line bg-surface p-2.5 font-mono text-small"
        />
        {truncated ? (
          <p className="mt-1 text-small text-ink-3">Its beginning; the rest is stored and worked off too.</p>
        ) : null}
      </div>
    </div>
  );
}

function Header({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="font-mono text-ink-3">{name}</dt>
      <dd className="font-mono break-all">{value}</dd>
    </>
  );
}
