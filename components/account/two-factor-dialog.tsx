"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { Field, Input } from "@/components/ui/field";
import { accountApi, type Enrolment } from "./account-api";
import { QrCode } from "./qr-code";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import { PasswordStepDialog } from "./two-factor-proof-dialogs";

/** Password, then the authenticator's first code, then the recovery codes to keep. */
export default function TwoFactorDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const router = useRouter();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [isOn, setOn] = useState(false);
  if (enrolment === null) {
    return (
      <PasswordStepDialog
        title="Set up a second factor"
        description="Your password first, so that nobody else can do this at your screen."
        action="Go on"
        send={accountApi.enrol}
        onDone={setEnrolment}
        onClose={onClose}
      />
    );
  }
  if (isOn) {
    return (
      <RecoveryCodesDialog
        title="The second factor is on"
        email={email}
        codes={enrolment.recoveryCodes}
        onClose={() => {
          onClose();
          router.refresh();
        }}
      />
    );
  }
  return <ConfirmDialog totpUri={enrolment.totpUri} onConfirmed={() => setOn(true)} onClose={onClose} />;
}

function ConfirmDialog({
  totpUri,
  onConfirmed,
  onClose,
}: {
  totpUri: string;
  onConfirmed: () => void;
  onClose: () => void;
}) {
  const [code, setCode] = useState("");
  const secret = new URL(totpUri).searchParams.get("secret") ?? "";
  // The recovery codes take the dialog's place, so saving must not close it.
  const isConfirmed = useRef(false);
  return (
    <FormDialog<void>
      title="Scan this with your authenticator app"
      action="Switch on"
      width={440}
      fields={["code"]}
      check={() =>
        /^\s*\d{3}\s?\d{3}\s*$/.test(code) ? {} : { code: "Type the six digits that the app shows." }
      }
      send={async () => {
        await accountApi.confirm(code);
        isConfirmed.current = true;
      }}
      onSaved={onConfirmed}
      onClose={() => {
        if (!isConfirmed.current) onClose();
      }}
    >
      {(errors) => (
        <>
          <div className="flex flex-wrap items-start gap-4">
            <QrCode text={totpUri} label="QR code for the authenticator app" />
            <div className="min-w-0 flex-1 basis-40">
              <p className="text-small text-ink-2">
                Or type this into the app, with a code of 6 digits each 30 s:
              </p>
              <code className="mt-1 block rounded-2 bg-surface-2 px-2 py-1.5 font-mono text-body break-all select-all">
                {inFours(secret)}
              </code>
            </div>
          </div>
          <Field label="The code that the app shows now" error={errors.code}>
            <Input
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              className="!w-36 font-mono tracking-wider"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

function inFours(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
