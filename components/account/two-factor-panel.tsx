"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { AccountUser } from "./account-api";

const loadSetUp = () => import("./two-factor-dialog");
const loadProof = () => import("./two-factor-proof-dialogs");
const SetUpDialog = lazy(loadSetUp);
const NewCodesDialog = lazy(async () => ({ default: (await loadProof()).NewCodesDialog }));
const SwitchOffDialog = lazy(async () => ({ default: (await loadProof()).SwitchOffDialog }));

/** The second factor: an authenticator app, and the recovery codes for the day it is lost. */
export function TwoFactorPanel({ user }: { user: AccountUser }) {
  const [dialog, setDialog] = useState<"set-up" | "codes" | "off" | null>(null);
  const close = () => setDialog(null);
  const preload = { onPointerEnter: loadProof, onFocus: loadProof };
  return (
    <Panel aria-labelledby="two-factor">
      <PanelHeader
        id="two-factor"
        title="Second factor"
        description={user.twoFactorEnabled ? <Chip tone="good">On</Chip> : <Chip>Off</Chip>}
        right={
          user.twoFactorEnabled || !user.hasPassword ? null : (
            <Button
              size="sm"
              onClick={() => setDialog("set-up")}
              onPointerEnter={loadSetUp}
              onFocus={loadSetUp}
            >
              Set up
            </Button>
          )
        }
      />
      <PanelBody className="flex flex-col gap-3">
        <p className="text-ink-2">
          {user.twoFactorEnabled
            ? "Signing in with your password also takes a code from your authenticator app, or one of your recovery codes."
            : "A code from an authenticator app, asked for after your password: a stolen password is then not enough."}
          {user.hasPassword ? null : " Set a password first; a second factor comes after one."}
        </p>
        {user.twoFactorEnabled ? (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setDialog("codes")} {...preload}>
              New recovery codes
            </Button>
            <Button variant="danger" onClick={() => setDialog("off")} {...preload}>
              Switch off
            </Button>
          </div>
        ) : null}
      </PanelBody>
      <Suspense fallback={null}>
        {dialog === "set-up" ? <SetUpDialog email={user.email} onClose={close} /> : null}
        {dialog === "codes" ? <NewCodesDialog email={user.email} onClose={close} /> : null}
        {dialog === "off" ? <SwitchOffDialog onClose={close} /> : null}
      </Suspense>
    </Panel>
  );
}
