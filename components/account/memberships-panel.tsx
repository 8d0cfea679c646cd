import Link from "next/link";
import { LinkButton } from "@/components/ui/button";
import { SampleTag } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { rolesInWords } from "@/domain/access/role-words";
import type { Membership } from "./account-api";

/** The workspaces one belongs to, what one is there, and one's own tokens of each. */
export function MembershipsPanel({ workspaces }: { workspaces: readonly Membership[] }) {
  return (
    <Panel aria-labelledby="memberships">
      <PanelHeader id="memberships" title="Workspaces" description="what you are in each" />
      <PanelBody className="!pb-2">
        {workspaces.length === 0 ? (
          <p className="pb-2 text-ink-2">
            None yet. An admin of a workspace invites you; the invitation is a link that they send you.
          </p>
        ) : (
          <ul aria-labelledby="memberships">
            {workspaces.map((one) => (
              <li
                key={one.slug}
                className="flex min-h-12 items-center gap-3 border-b border-line py-1.5 last:border-0"
              >
                <div className="min-w-0 flex-1">
                  <p className="flex items-center gap-2">
                    <Link href={`/${one.slug}`} className="min-w-0 truncate font-medium hover:underline">
                      {one.name}
                    </Link>
                    {one.isSample ? <SampleTag /> : null}
                  </p>
                  <p className="text-small text-ink-3">{rolesInWords(one.roles).join(", ")}</p>
                </div>
                <LinkButton
                  size="sm"
                  href={`/${one.slug}/settings/tokens`}
                  prefetch={false}
                  aria-label={`Tokens in ${one.name}`}
                >
                  Tokens
                </LinkButton>
              </li>
            ))}
          </ul>
        )}
      </PanelBody>
    </Panel>
  );
}
