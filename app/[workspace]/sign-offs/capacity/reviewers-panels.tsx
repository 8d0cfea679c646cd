import Link from "next/link";
import { DataTable, Td, Th } from "@/components/ui/data-table";
import { Meter } from "@/components/ui/meter";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { Capacity } from "@/domain/capacity/schema";
import { numberWords, percentWords } from "@/domain/overview/words";

/** How the sign-offs are shared; who the busiest are stands only for those who may see it. */
export function LoadPanel({ data, base }: { data: Capacity; base: string }) {
  const { load } = data;
  const most = load?.people[0]?.ratio ?? 0;
  const isNamed = load?.people.some(({ person }) => person !== null) ?? false;
  return (
    <Panel aria-labelledby="load">
      <PanelHeader
        id="load"
        title="Load per reviewer"
        description={load === null ? undefined : `sign-offs of the last ${load.weeks} weeks`}
      />
      <PanelBody>
        {load === null ? (
          <p className="text-ink-2">Too little data to tell, or too few people to show.</p>
        ) : (
          <>
            <p>
              The busiest {load.topReviewers === 1 ? "reviewer" : `${numberWords(load.topReviewers)}`} of{" "}
              {numberWords(load.reviewers)} gave{" "}
              <b className="font-semibold">{percentWords(load.topRatio)}</b> of {numberWords(load.signOffs)}{" "}
              sign-offs: spread like that, they are about{" "}
              <b className="font-semibold">{numberWords(Math.round(load.effective))}</b> equal reviewers. Gini{" "}
              {numberWords(load.gini, 2)}.
            </p>
            <ol className="mt-3 flex flex-col gap-1.5">
              {load.people.map((one) => (
                <li key={one.rank} className="flex items-center gap-3">
                  <span className="w-36 shrink-0 truncate text-ink-2 max-sm:w-28">
                    {one.person === null ? (
                      `${one.rank}.`
                    ) : (
                      <Link
                        href={`${base}/people/${one.person.id}`}
                        prefetch={false}
                        className="text-ink hover:underline"
                      >
                        {one.person.name}
                      </Link>
                    )}
                  </span>
                  <Meter ratio={most === 0 ? 0 : one.ratio / most} className="!w-auto min-w-0 flex-1" />
                  <span className="w-10 shrink-0 text-right font-medium">{numberWords(one.signOffs)}</span>
                </li>
              ))}
            </ol>
            <p className="mt-3 text-small text-ink-3">
              {isNamed
                ? "Names stand here for you, because you answer for the policy or the roster."
                : "By rank: who they are is for those who answer for the policy."}
            </p>
          </>
        )}
      </PanelBody>
    </Panel>
  );
}

export function SinglesPanel({ data, base }: { data: Capacity; base: string }) {
  const { singles, minimumLevel } = data;
  return (
    <Panel aria-labelledby="singles" className="pb-1">
      <PanelHeader
        id="singles"
        title="Services that depend on one person"
        description={`all sign-offs of the last ${data.load?.weeks ?? 13} weeks`}
      />
      {singles.length === 0 ? (
        <PanelBody>
          <p className="text-ink-2">
            None: every service with enough sign-offs had at least two people who gave them.
          </p>
        </PanelBody>
      ) : (
        <DataTable tight>
          <thead>
            <tr>
              <Th>Service</Th>
              <Th>Signed by</Th>
              <Th num>Sign-offs</Th>
              <Th num>Could sign</Th>
            </tr>
          </thead>
          <tbody>
            {singles.map((one) => (
              <tr key={one.slug}>
                <Td>
                  <Link href={`${base}/services/${one.slug}`} prefetch={false} className="hover:underline">
                    {one.name}
                  </Link>
                </Td>
                <Td>
                  {one.person === null ? (
                    <span className="text-ink-3">one person</span>
                  ) : (
                    <Link
                      href={`${base}/people/${one.person.id}`}
                      prefetch={false}
                      className="hover:underline"
                    >
                      {one.person.name}
                    </Link>
                  )}
                </Td>
                <Td num>{numberWords(one.signOffs)}</Td>
                <Td num>{numberWords(one.couldSign)}</Td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      <p className="px-4 pt-2 pb-3 text-small text-ink-3 max-sm:px-3">
        Could sign: people of the service’s team who are at least {minimumLevel} and there today.
      </p>
    </Panel>
  );
}

export function SignersPanel({ data }: { data: Capacity }) {
  const { signers, minimumLevel } = data;
  return (
    <Panel aria-labelledby="signers" className="pb-1">
      <PanelHeader
        id="signers"
        title="Who can sign today"
        description={`at least ${minimumLevel}, on the roster`}
      />
      <DataTable tight>
        <thead>
          <tr>
            <Th>Level</Th>
            <Th num>Can sign</Th>
            <Th num>Away</Th>
          </tr>
        </thead>
        <tbody>
          {signers.byLevel.map((one) => (
            <tr key={one.level}>
              <Td className="first-letter:uppercase">{one.level}</Td>
              <Td num>{numberWords(one.canSign)}</Td>
              <Td num>{numberWords(one.away)}</Td>
            </tr>
          ))}
          <tr>
            <Td className="font-semibold">All</Td>
            <Td num className="font-semibold">
              {numberWords(signers.canSign)}
            </Td>
            <Td num className="font-semibold">
              {numberWords(signers.away)}
            </Td>
          </tr>
        </tbody>
      </DataTable>
    </Panel>
  );
}
