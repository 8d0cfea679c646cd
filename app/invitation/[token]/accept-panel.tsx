"use client";

import { EntryNote } from "@/components/account/entry-frame";
import { useSubmit } from "@/components/form/use-submit";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { rolesInWords } from "@/domain/access/role-words";
import type { InvitationPreview } from "@/domain/invitation/schema";
import { NewAccountForm } from "./new-account-form";
import { SignInForm } from "./sign-in-form";

/** Joins the workspace: with one click, after signing in, or with a new account. */
export function AcceptPanel({
  token,
  invitation,
  signedInAs,
}: {
  token: string;
  invitation: InvitationPreview;
  signedInAs: string | null;
}) {
  const { email, workspace, grants, accountExists } = invitation;
  const isSelf = signedInAs?.toLowerCase() === email.toLowerCase();
  return (
    <>
      <p>
        You join as <b className="font-medium">{rolesInWords(grants).join(", ")}</b>.
      </p>
      {signedInAs !== null && !isSelf ? <OtherAccount signedInAs={signedInAs} email={email} /> : null}
      {isSelf ? <JoinButton token={token} slug={workspace.slug} /> : null}
      {signedInAs === null && accountExists ? <SignInForm email={email} /> : null}
      {signedInAs === null && !accountExists ? <NewAccountForm token={token} email={email} /> : null}
    </>
  );
}

function JoinButton({ token, slug }: { token: string; slug: string }) {
  const form = useSubmit<unknown>({
    fields: [],
    check: () => ({}),
    send: () => request("/invitations/acceptance", { method: "POST", body: { token } }),
    onSaved: () => window.location.assign(`/${slug}`),
  });
  return (
    <div ref={form.form} className="flex flex-col gap-3">
      {form.refusal ? <EntryNote tone="bad">{form.refusal.message}</EntryNote> : null}
      <Button
        variant="primary"
        className="w-full"
        aria-disabled={form.isSending || undefined}
        onClick={form.submit}
      >
        {form.isSending ? "Joining" : "Join"}
      </Button>
    </div>
  );
}

function OtherAccount({ signedInAs, email }: { signedInAs: string; email: string }) {
  const form = useSubmit<void>({
    fields: [],
    check: () => ({}),
    send: () => request("/session", { method: "DELETE" }),
    onSaved: () => window.location.reload(),
  });
  return (
    <div ref={form.form} className="flex flex-col gap-3">
      <EntryNote tone="info">
        You are signed in as {signedInAs}, and the invitation is for {email}. Sign out to accept it.
      </EntryNote>
      {form.refusal ? <EntryNote tone="bad">{form.refusal.message}</EntryNote> : null}
      <Button className="w-full" aria-disabled={form.isSending || undefined} onClick={form.submit}>
        Sign out
      </Button>
    </div>
  );
}
