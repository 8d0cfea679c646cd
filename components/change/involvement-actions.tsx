"use client";

import { lazy } from "react";
import { DialogButton } from "@/components/form/dialog-button";
import type { Change } from "@/domain/change/schema";
import type { InvolvementAbilities } from "@/domain/provenance/effective";

const load = () => import("./involvement-dialog");
const InvolvementDialog = lazy(load);

const ACTIONS = [
  { kind: "contested", ability: "contest", shortcut: "x", label: "Contest", does: "Contest the AI tag" },
  { kind: "corrected", ability: "correct", shortcut: "r", label: "Correct", does: "Correct the AI tag" },
  {
    kind: "declared",
    ability: "declare",
    shortcut: "d",
    label: "Declare AI",
    does: "Declare that AI took part",
  },
  {
    kind: "withdrawn",
    ability: "withdraw",
    shortcut: "w",
    label: "Withdraw",
    does: "Withdraw what you said",
  },
] as const;

/** What the viewer may say about the tag, each with its key. */
export function InvolvementActions({
  change,
  abilities,
  workspace,
}: {
  change: Change;
  abilities: InvolvementAbilities;
  workspace: string;
}) {
  return ACTIONS.filter(({ ability }) => abilities[ability]).map(({ kind, shortcut, label, does }) => (
    <DialogButton
      key={kind}
      shortcut={shortcut}
      does={does}
      load={load}
      size="sm"
      isQuiet
      dialog={(close) => (
        <InvolvementDialog kind={kind} change={change} workspace={workspace} onClose={close} />
      )}
    >
      {label}
    </DialogButton>
  ));
}
