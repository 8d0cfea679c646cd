"use client";

import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHeader } from "@/components/ui/panel";
import { toast } from "@/components/ui/toast";

/** What has to be entered at the provider. */
export function RedirectPanel({ address }: { address: string | null }) {
  const copy = async () => {
    if (address === null) return;
    try {
      await navigator.clipboard.writeText(address);
      toast({ title: "Redirect URI copied", tone: "good" });
    } catch {
      toast({ title: "Not copied", description: "Select the address and copy it yourself.", tone: "bad" });
    }
  };
  return (
    <Panel aria-labelledby="redirect-uri">
      <PanelHeader
        id="redirect-uri"
        title="Redirect URI"
        description={<span className="max-sm:hidden">to be entered at the provider, exactly so</span>}
        right={
          address === null ? null : (
            <Button size="sm" onClick={() => void copy()}>
              Copy
            </Button>
          )
        }
      />
      <PanelBody>
        {address === null ? (
          <p>
            Faultline does not know its public address. Its operator sets it as{" "}
            <code className="font-mono text-[0.92em]">FAULTLINE_URL</code>, and single sign-on works then.
          </p>
        ) : (
          <code className="font-mono text-[0.92em] break-all select-all">{address}</code>
        )}
      </PanelBody>
    </Panel>
  );
}
