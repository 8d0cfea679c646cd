import { Check, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { Mark } from "./mark";

type Workspace = { slug: string; name: string };

/** The workspace's name; with more than one workspace it opens the list of the others. */
export function WorkspaceMenu({ workspace, workspaces }: { workspace: Workspace; workspaces: Workspace[] }) {
  if (workspaces.length < 2) {
    return (
      <div className="flex items-center gap-2 px-2 pt-1.5 pb-2.5 font-semibold">
        <Mark />
        <span className="truncate">{workspace.name}</span>
      </div>
    );
  }
  return (
    <details className="group relative">
      <summary className="flex list-none items-center gap-2 rounded-2 px-2 py-1.5 mb-1 font-semibold hover:bg-surface-2">
        <Mark />
        <span className="truncate">{workspace.name}</span>
        <ChevronsUpDown size={14} aria-hidden="true" className="ml-auto shrink-0 text-ink-3" />
        <span className="sr-only">Switch workspace</span>
      </summary>
      <ul className="absolute inset-x-0 top-full z-10 rounded-3 bg-surface p-1 shadow-float">
        {workspaces.map((one) => (
          <li key={one.slug}>
            <Link
              href={`/${one.slug}`}
              aria-current={one.slug === workspace.slug ? "true" : undefined}
              className="flex h-[30px] items-center gap-2 rounded-2 px-2 hover:bg-surface-2 touch:h-10"
            >
              <span className="truncate">{one.name}</span>
              {one.slug === workspace.slug ? (
                <Check size={14} aria-hidden="true" className="ml-auto shrink-0 text-ink-3" />
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
