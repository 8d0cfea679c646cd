"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import type { AccountUser } from "./account-api";
import { Fact } from "./fact";

const load = () => import("./profile-dialog");
const ProfileDialog = lazy(load);

/** Who one is to the others. */
export function ProfilePanel({ user }: { user: AccountUser }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel aria-labelledby="profile">
      <PanelHeader
        id="profile"
        title="You"
        right={
          <Button size="sm" onClick={() => setOpen(true)} onPointerEnter={load} onFocus={load}>
            Edit
          </Button>
        }
      />
      <PanelBody className="flex flex-col gap-3">
        <Fact name="Name">{user.name}</Fact>
        <Fact name="E-mail" note="You sign in with it. Nothing is sent to it.">
          {user.email}
        </Fact>
      </PanelBody>
      {isOpen ? (
        <Suspense fallback={null}>
          <ProfileDialog user={user} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </Panel>
  );
}
