"use client";

import { createContext, type ReactNode, useContext } from "react";

const RichTexts = createContext<Record<string, ReactNode>>({});

/** The server's rendering of the texts below. One just written is shown as typed until the server has rendered it too. */
export const RichTextsProvider = RichTexts.Provider;

/** The rendering of a text, for those who lay it out otherwise; undefined where it is plain. */
export function useRichText(text: string): ReactNode | undefined {
  const texts = useContext(RichTexts);
  return Object.hasOwn(texts, text) ? texts[text] : undefined;
}
