import type { Metadata } from "next";
import { EntryFrame } from "@/components/account/entry-frame";
import { LinkButton } from "@/components/ui/button";
import { FaultlineError } from "@/domain/errors";
import type { InvitationPreview } from "@/domain/invitation/schema";
import { applicationDatabase } from "@/server/database";
import { previewInvitation } from "@/server/invitation/queries";
import { pagePrincipal } from "@/server/workspace/resolve";
import { AcceptPanel } from "./accept-panel";

// The address holds the token: no other site is told where a click came from.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

/** Shows what a link offers. Looking at it uses nothing up; only the button does. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await readInvitation(token);
  if (typeof found === "string") {
    return (
      <EntryFrame title="This invitation cannot be accepted" lead={found}>
        <LinkButton href="/" className="w-full">
          Go to Faultline
        </LinkButton>
      </EntryFrame>
    );
  }
  const principal = await pagePrincipal();
  return (
    <EntryFrame
      title={`Join ${found.workspace.name}`}
      lead={`${found.invitedBy} invites ${found.email}.`}
      footer="A link works once. Nothing is changed by looking at it."
    >
      <AcceptPanel token={token} invitation={found} signedInAs={principal?.email ?? null} />
    </EntryFrame>
  );
}

/** The invitation, or in words why it cannot be accepted. */
async function readInvitation(token: string): Promise<InvitationPreview | string> {
  try {
    return await previewInvitation({ db: applicationDatabase().db, now: new Date() }, token);
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    return error.status === 404
      ? "There is no invitation of this link. Check that the whole link was copied, or ask for another one."
      : error.message;
  }
}
