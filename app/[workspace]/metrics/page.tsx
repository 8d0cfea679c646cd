import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { Panel } from "@/components/ui/panel";
import { pageContext } from "@/server/workspace/resolve";
import { definitions } from "./definitions";

export const metadata: Metadata = { title: "How the numbers are made" };

/** Every figure's definition, with an anchor of its own, so that a page can link the very one it shows. */
export default async function MetricsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await pageContext((await params).workspace);
  return (
    <Page title="How the numbers are made" crumbs={[{ label: "Overview", href: `/${workspace.slug}` }]}>
      <Panel className="max-w-[860px]">
        <nav aria-label="Definitions" className="border-b border-line px-6 py-4 max-sm:px-4">
          <ul className="flex flex-wrap gap-x-4 gap-y-1.5">
            {definitions.map(({ id, title }) => (
              <li key={id}>
                <a href={`#${id}`} className="link">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <dl className="px-6 py-2 max-sm:px-4">
          {definitions.map(({ id, title, formula, text }) => (
            <Definition key={id} id={id} title={title} formula={formula}>
              {text(workspace)}
            </Definition>
          ))}
        </dl>
      </Panel>
    </Page>
  );
}

function Definition({
  id,
  title,
  formula,
  children,
}: {
  id: string;
  title: string;
  formula: string | null;
  children: ReactNode;
}) {
  return (
    <div
      id={id}
      className="scroll-mt-16 border-b border-line py-4 last:border-b-0 target:-mx-3 target:rounded-2 target:bg-accent-soft target:px-3"
    >
      <dt className="text-panel font-semibold">{title}</dt>
      <dd className="mt-1.5 text-read text-ink-2">
        {formula === null ? null : <p className="mb-1.5 font-mono text-small text-ink">{formula}</p>}
        <p>{children}</p>
      </dd>
    </div>
  );
}
