"use client";

import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { keepToken, useToken } from "./token-memory";

/** Whom the requests of this page come from: a token that is pasted here, or else whoever is signed in. */
export function Authorize() {
  const token = useToken();
  return (
    <Panel aria-labelledby="authorize" className="max-w-[760px] scroll-mt-16 print:hidden">
      <PanelHeader
        id="authorize"
        title="Authorize"
        description={
          token === ""
            ? "requests below are sent as you are signed in"
            : "requests below are sent with the token"
        }
      />
      <PanelBody>
        <div className="flex items-end gap-2">
          <Field
            label="API token"
            className="flex-1"
            hint="Kept in this browser tab until it is closed, and sent to this Faultline alone."
          >
            <Input
              type="password"
              value={token}
              placeholder="flt_…"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={200}
              className="font-mono"
              onChange={(event) => keepToken(event.target.value.trim())}
            />
          </Field>
          {token === "" ? null : (
            <Button className="mb-[21px]" onClick={() => keepToken("")}>
              Forget
            </Button>
          )}
        </div>
      </PanelBody>
    </Panel>
  );
}
