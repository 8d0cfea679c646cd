"use client";

import { useParams } from "next/navigation";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";

export default function ChangeNotFound() {
  const { workspace } = useParams<{ workspace: string }>();
  const path = `/${workspace}/changes`;
  return (
    <Page title="No such change" crumbs={[{ label: "Changes", href: path }]}>
      <EmptyState
        title="The ledger has no change at this address"
        action={<LinkButton href={path}>To the ledger</LinkButton>}
      >
        It may belong to another workspace, or have been taken away with the sample. The ledger finds changes
        by words of the title, the head of a revision, #123 or the address where they were made.
      </EmptyState>
    </Page>
  );
}
