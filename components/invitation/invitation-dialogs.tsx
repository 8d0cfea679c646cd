"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import type { MemberChoices } from "@/components/member/edit-member-dialog";
import { RoleFields } from "@/components/member/role-fields";
import { grantsOfDraft, type RolesDraft, rolesProblem } from "@/components/member/roles-draft";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { CopyField } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { INVITATION_DAYS_DEFAULT } from "@/domain/invitation/days";
import type { Invitation, NewInvitation } from "@/domain/invitation/schema";

const ENDS = [1, 3, INVITATION_DAYS_DEFAULT, 14, 30].map((days) => ({
  value: String(days),
  label: days === 1 ? "1 day" : `${days} days`,
}));

export function InviteDialog({
  workspace,
  choices,
  mayGiveHigh,
  onMade,
  onClose,
}: {
  workspace: string;
  choices: MemberChoices;
  mayGiveHigh: boolean;
  onMade: (made: NewInvitation) => void;
  onClose: () => void;
}) {
  const router = useRouter();
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<RolesDraft>({ responder: { isWhole: true, teams: [] } });
  const [personId, setPersonId] = useState<string | null>(null);
  const [days, setDays] = useState(String(INVITATION_DAYS_DEFAULT));
  const problem = rolesProblem(roles);
  return (
    <FormDialog<NewInvitation>
      title="Invite somebody"
      description="Faultline sends no e-mail: you get a link to hand over."
      action="Make invitation"
      width={540}
      fields={["email", "grants", "personId", "expiresInDays"]}
      check={() => ({
        ...(/^\S+@\S+\.\S+$/.test(email.trim()) ? {} : { email: "Give the address they sign in with." }),
        ...(problem === null ? {} : { grants: problem }),
      })}
      send={() =>
        request<NewInvitation>("/invitations", {
          workspace,
          method: "POST",
          body: {
            email: email.trim(),
            grants: grantsOfDraft(roles),
            personId,
            expiresInDays: Number(days),
          },
        })
      }
      onSaved={(made) => {
        onMade(made);
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_140px]">
            <Field label="E-mail address" required error={errors.email}>
              <Input
                type="email"
                value={email}
                maxLength={320}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => setEmail(event.target.value)}
              />
            </Field>
            <Field label="Works for" error={errors.expiresInDays}>
              <Select value={days} options={ENDS} onChange={(event) => setDays(event.target.value)} />
            </Field>
          </div>
          <RoleFields
            draft={roles}
            onChange={setRoles}
            teams={choices.teams}
            mayGiveHigh={mayGiveHigh}
            error={errors.grants}
          />
          <Field
            label="On the roster"
            optional
            error={errors.personId}
            hint="Left empty, whoever there has the same e-mail address."
          >
            <Combobox
              options={choices.people.map(({ id, name }) => ({ value: id, label: name }))}
              value={personId}
              onChange={setPersonId}
              placeholder="By e-mail address"
              empty="Nobody on the roster is called that, or another member is."
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

/** The link itself, this once. */
export function InvitationLinkDialog({ made, onClose }: { made: NewInvitation; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Invitation for ${made.invitation.email}`}
      description="Hand this link over yourself, by a way you trust. It works once, and is not shown again."
      width={560}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <CopyField label="The link" text={made.link} />
    </Dialog>
  );
}

export function RevokeInvitationDialog({
  workspace,
  invitation,
  onClose,
}: {
  workspace: string;
  invitation: Invitation;
  onClose: () => void;
}) {
  const router = useRouter();
  return (
    <FormDialog<void>
      title={`Revoke the invitation for ${invitation.email}?`}
      action="Revoke invitation"
      isDanger
      width={440}
      send={() => request<void>(`/invitations/${invitation.id}`, { workspace, method: "DELETE" })}
      onSaved={() => {
        toast({ title: `The invitation for ${invitation.email} is revoked` });
        router.refresh();
      }}
      onClose={onClose}
    >
      {() => <p className="text-ink-2">Its link says so from then on. They can be invited again.</p>}
    </FormDialog>
  );
}
