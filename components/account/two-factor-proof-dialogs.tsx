"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { accountApi } from "./account-api";
import { PasswordInput } from "./password-input";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";

/** Asks for the password before something that a stranger at the screen must not do. */
export function PasswordStepDialog<T>({
  title,
  description,
  action,
  isDanger,
  send,
  onDone,
  onClose,
}: {
  title: string;
  description: ReactNode;
  action: string;
  isDanger?: boolean;
  send: (password: string) => Promise<T>;
  onDone: (answer: T) => void;
  onClose: () => void;
}) {
  const [password, setPassword] = useState("");
  // What follows takes the dialog's place, so saving must not close it.
  const isDone = useRef(false);
  return (
    <FormDialog<T>
      title={title}
      description={description}
      action={action}
      isDanger={isDanger}
      width={440}
      fields={["password"]}
      check={() => (password === "" ? { password: "Type your password." } : {})}
      send={async () => {
        const answer = await send(password);
        isDone.current = true;
        return answer;
      }}
      onSaved={onDone}
      onClose={() => {
        if (!isDone.current) onClose();
      }}
    >
      {(errors) => (
        <Field label="Your password" error={errors.password}>
          <PasswordInput
            name="current-password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
      )}
    </FormDialog>
  );
}

export function NewCodesDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes !== null) {
    return <RecoveryCodesDialog title="New recovery codes" email={email} codes={codes} onClose={onClose} />;
  }
  return (
    <PasswordStepDialog
      title="New recovery codes"
      description="The ones you have stop working."
      action="Make new codes"
      send={accountApi.renewCodes}
      onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
      onClose={onClose}
    />
  );
}

export function SwitchOffDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  return (
    <PasswordStepDialog
      title="Switch the second factor off"
      description="Your password alone signs you in then. The recovery codes stop working."
      action="Switch off"
      isDanger
      send={accountApi.disable}
      onDone={() => {
        onClose();
        toast({ title: "The second factor is off", tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    />
  );
}
