"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useMergedDraft } from "@/components/form/use-merged-draft";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { rolesInWords } from "@/domain/access/role-words";
import { ROLE_WORDS } from "@/domain/access/roles";
import type { Member } from "@/domain/member/schema";
import { RoleFields } from "./role-fields";
import { draftOfGrants, grantsOfDraft, rolesOfText, rolesProblem, textOfRoles } from "./roles-draft";

export type MemberChoices = {
  teams: readonly string[];
  /** People of the roster whom nobody is tied to. */
  people: readonly { id: string; name: string }[];
};

const byHand = (member: Member) => member.grants.filter(({ identityProvider }) => identityProvider === null);

type MemberDraft = { roles: string; personId: string };

/** Both as texts, so that two versions of them can be compared and put together. */
function draftOf(member: Member): MemberDraft {
  return { roles: textOfRoles(draftOfGrants(byHand(member))), personId: member.person?.id ?? "" };
}

/** Roles and the person on the roster; a lost edit is shown both versions. */
export function EditMemberDialog({
  workspace,
  member,
  choices,
  mayGiveHigh,
  onClose,
}: {
  workspace: string;
  member: Member;
  choices: MemberChoices;
  mayGiveHigh: boolean;
  onClose: () => void;
}) {
  const router = useRouter();
  const [version] = useState(member.version);
  const { person, suggestedPerson } = member;
  const people = [...(person ? [person] : []), ...choices.people];
  const merged = useMergedDraft<MemberDraft>(() => draftOf(member), {
    what: "this member",
    labels: { roles: "Roles", personId: "On the roster" },
    wordsOf: (field, text) =>
      field === "roles"
        ? rolesInWords(grantsOfDraft(rolesOfText(text))).join(", ")
        : (people.find(({ id }) => id === text)?.name ?? (text === "" ? "nobody" : "somebody else")),
  });
  const { draft, opened, setDraft } = merged;
  const roles = rolesOfText(draft.roles);
  const problem = rolesProblem(roles);
  const setPerson = (id: string | null) => setDraft({ ...draft, personId: id ?? "" });
  return (
    <FormDialog<Member>
      title={member.user.name}
      description={member.user.email}
      action="Save"
      width={540}
      version={version}
      fields={["grants", "personId"]}
      check={() => (problem === null ? {} : { grants: problem })}
      send={(ifMatch) =>
        request<Member>(`/members/${member.id}`, {
          workspace,
          method: "PATCH",
          body: {
            ...(draft.roles === opened.roles ? {} : { grants: grantsOfDraft(roles) }),
            ...(draft.personId === opened.personId ? {} : { personId: draft.personId || null }),
          },
          ifMatch,
        })
      }
      readStored={() => request<Member>(`/members/${member.id}`, { workspace })}
      merge={{ ...merged, meet: (stored, change) => merged.meet(draftOf(stored), change) }}
      onSaved={(saved) => {
        toast({ title: `${saved.user.name}: ${rolesInWords(saved.grants).join(", ")}`, tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <RoleFields
            draft={roles}
            onChange={(next) => setDraft({ ...draft, roles: textOfRoles(next) })}
            teams={choices.teams}
            mayGiveHigh={mayGiveHigh}
            error={errors.grants}
          />
          <ProviderGrants member={member} />
          <Field
            label="On the roster"
            optional
            error={errors.personId}
            hint="Whose level counts when they sign changes off. One person is one member."
          >
            <Combobox
              options={people.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.personId || null}
              onChange={setPerson}
              placeholder="Nobody"
              empty="Nobody on the roster is called that, or another member is."
            />
          </Field>
          {suggestedPerson && draft.personId === "" ? (
            <p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
              {suggestedPerson.name} on the roster has the same e-mail address.
              <Button size="sm" onClick={() => setPerson(suggestedPerson.id)}>
                Tie to {suggestedPerson.name}
              </Button>
            </p>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}

function ProviderGrants({ member }: { member: Member }) {
  const given = member.grants.filter(({ identityProvider }) => identityProvider !== null);
  if (given.length === 0) return null;
  return (
    <p className="text-small text-ink-2">
      Given by the groups of an identity provider, and taken away there:{" "}
      {given
        .map(
          ({ role, team, identityProvider }) =>
            `${ROLE_WORDS[role].name}${team === null ? "" : ` of ${team}`} (${identityProvider})`,
        )
        .join(", ")}
      .
    </p>
  );
}
