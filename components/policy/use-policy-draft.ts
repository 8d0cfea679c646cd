"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { type PolicyDraft, policyText, readPolicyText, type TextFault } from "@/domain/sign-off/policy-text";
import { forgetPolicy, keepPolicy, keptPolicy } from "./kept-draft";

export interface EditedPolicy {
  /** The version it is made from; 0 is none. */
  base: number;
  draft: PolicyDraft;
  text: string | null;
  textFault: TextFault | null;
  reason: string;
  /** Something was written that is not saved. */
  isDirty: boolean;
}

/** One draft for the form and the text; it survives a closed tab, and other tabs are left alone. */
export function usePolicyDraft(slug: string, start: { base: number; draft: PolicyDraft; isPreset: boolean }) {
  const [state, setState] = useState<EditedPolicy>({
    base: start.base,
    draft: start.draft,
    text: null,
    textFault: null,
    reason: "",
    isDirty: start.isPreset,
  });
  // Read after the first paint: the server cannot know what this browser keeps.
  const restore = useEffectEvent(() => {
    const kept = keptPolicy(slug);
    if (kept === null || start.isPreset) return;
    const read = kept.text === null ? null : readPolicyText(kept.text);
    setState({ ...kept, textFault: read !== null && "fault" in read ? read.fault : null, isDirty: true });
  });
  useEffect(() => restore(), []);
  const { base, draft, text, reason, isDirty } = state;
  useEffect(() => {
    if (isDirty) keepPolicy(slug, { base, draft, text, reason });
  }, [slug, base, draft, text, reason, isDirty]);

  return {
    ...state,
    setDraft: (next: PolicyDraft) => setState((old) => ({ ...old, draft: next, isDirty: true })),
    setReason: (next: string) => setState((old) => ({ ...old, reason: next, isDirty: true })),
    /** The draft follows the text as often as it can be read. */
    setText: (next: string) => {
      const read = readPolicyText(next);
      const found = "draft" in read ? { draft: read.draft, textFault: null } : { textFault: read.fault };
      setState((old) => ({ ...old, ...found, text: next, isDirty: true }));
    },
    showText: () => setState((old) => ({ ...old, text: policyText(old.draft), textFault: null })),
    showForm: () => setState((old) => ({ ...old, text: null, textFault: null })),
    /** Goes on from what somebody else saved: on top of it, or with it instead. */
    rebase: (version: number, theirs?: PolicyDraft) =>
      setState((old) => ({
        ...old,
        base: version,
        ...(theirs === undefined
          ? {}
          : { draft: theirs, text: old.text === null ? null : policyText(theirs), textFault: null }),
      })),
    /** What is stored is what is shown again. */
    settle: (version: number, stored: PolicyDraft) => {
      forgetPolicy(slug);
      setState({ base: version, draft: stored, text: null, textFault: null, reason: "", isDirty: false });
    },
  };
}
