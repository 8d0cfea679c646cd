import type { Metadata } from "next";
import Link from "next/link";
import { Mark } from "@/components/shell/mark";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { offlineDocument } from "@/server/api/offline";
import { Authorize } from "./authorize";
import { Inline } from "./inline";
import { type Reference, referenceOf } from "./model";
import { OperationPanel } from "./operation-panel";
import { SchemaPanel } from "./schema-panel";

export const metadata: Metadata = { title: "API reference" };

/** Every operation of the REST surface, made from the same schemas that validate its requests. */
export default function ReferencePage() {
  const document = offlineDocument();
  const reference = referenceOf(document);
  return (
    <div className="min-h-dvh">
      <header className="sticky top-0 z-20 flex min-h-13 items-center gap-3 border-b border-line bg-bg px-6 max-sm:px-3 print:hidden">
        <Link href="/" className="flex items-center gap-2 font-semibold">
          <Mark size={20} /> Faultline
        </Link>
        <span aria-hidden="true" className="text-ink-3">
          /
        </span>
        <span className="text-ink-2">API reference</span>
        <div className="ml-auto flex items-center gap-3">
          <a href="/api/v1/openapi.json" className="link text-small">
            openapi.json
          </a>
          <ThemeSwitch />
        </div>
      </header>
      <div className="flex max-w-(--max) gap-8 px-6 pt-6 pb-16 max-sm:px-3">
        <Contents reference={reference} />
        <main id="main" className="flex min-w-0 flex-1 flex-col gap-10">
          <Introduction text={document.info.description ?? ""} />
          <Authorize />
          {reference.groups.map((group) => (
            <section key={group.tag} id={anchor(group.tag)} className="flex flex-col gap-4">
              <h2 className="!text-title">{group.tag}</h2>
              {group.operations.map((operation) => (
                <OperationPanel key={operation.id} operation={operation} />
              ))}
            </section>
          ))}
          <section id="schemas" className="flex flex-col gap-4">
            <h2 className="!text-title">Schemas</h2>
            {reference.schemas.map((schema) => (
              <SchemaPanel key={schema.name} schema={schema} />
            ))}
          </section>
        </main>
      </div>
    </div>
  );
}

const anchor = (tag: string) => tag.toLowerCase().replaceAll(" ", "-");

function Contents({ reference }: { reference: Reference }) {
  return (
    <nav
      aria-label="Contents"
      className="sticky top-19 max-h-[calc(100dvh-96px)] w-[230px] shrink-0 self-start overflow-y-auto text-small max-md:hidden print:hidden"
    >
      {reference.groups.map((group) => (
        <div key={group.tag} className="mb-4">
          <a href={`#${anchor(group.tag)}`} className="font-semibold text-ink-2 hover:underline">
            {group.tag}
          </a>
          <ul className="mt-1 flex flex-col">
            {group.operations.map((operation) => (
              <li key={operation.id}>
                <a
                  href={`#${operation.id}`}
                  className="block truncate py-0.5 text-ink-3 hover:text-ink hover:underline"
                >
                  {operation.summary}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <a href="#schemas" className="font-semibold text-ink-2 hover:underline">
        Schemas
      </a>
    </nav>
  );
}

/** The document's own introduction: a sentence, and a list of lines with bold words and code. */
function Introduction({ text }: { text: string }) {
  const [lead = "", ...rest] = text.split("\n").filter(Boolean);
  return (
    <section className="flex max-w-[760px] flex-col gap-3 text-read">
      <h1>API reference</h1>
      <p>{lead}</p>
      <ul className="flex list-disc flex-col gap-1.5 pl-5 text-ink-2">
        {rest.map((line) => (
          <li key={line}>
            <Inline text={line.replace(/^- /, "")} />
          </li>
        ))}
      </ul>
    </section>
  );
}
