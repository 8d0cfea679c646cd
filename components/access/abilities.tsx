"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Abilities } from "@/domain/access/abilities";

/** Without a provider nothing is offered: a page that forgets it shows too little rather than too much. */
const NOTHING: Abilities = {
  respond: false,
  writeAbout: false,
  keepServices: false,
  keepRoster: false,
  keepMarks: false,
  keepPolicy: false,
  keepAgents: false,
  addCauses: false,
  import: false,
  editWorkspace: false,
  makeWorkspaces: false,
  removeSample: false,
  seeAudit: false,
};

const Context = createContext<Abilities>(NOTHING);

/** Says what the viewer may do: all of it in the layout, and on a page what its own object changes of that. */
export function AbilitiesProvider({ value, children }: { value: Partial<Abilities>; children: ReactNode }) {
  const outer = useContext(Context);
  return <Context value={{ ...outer, ...value }}>{children}</Context>;
}

export function useAbilities(): Abilities {
  return useContext(Context);
}

/** Its children, for whoever may. */
export function IfMay({ ability, children }: { ability: keyof Abilities; children: ReactNode }) {
  return useAbilities()[ability] ? children : null;
}
