"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { AccountUser } from "./account-api";

const load = () => import("./password-dialog");
const PasswordDialog = lazy(load);

export function PasswordPanel({ user }: { user: AccountUser }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel aria-labelledby="password">
      <PanelHeader
        id="password"
        title="Password"
        right={
          <Button size="sm" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
            {user.hasPassword ? "Change" : "Set a password"}
          </Button>
        }
      />
      <PanelBody>
        <p className="text-ink-2">
          {user.hasPassword
            ? "Set. A new one signs you out everywhere else."
            : "None yet: you came in by a one-time link or by single sign-on. With a password you can sign in from wherever Faultline is served, and add a second factor."}
        </p>
      </PanelBody>
      {isOpen ? (
        <Suspense fallback={null}>
          <PasswordDialog user={user} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </Panel>
  );
}
