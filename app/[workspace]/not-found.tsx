import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/states";

export default function WorkspacePageNotFound() {
  return (
    <Page title="Not found">
      <EmptyState title="Nothing is at this address">
        The incident or service may have been renamed, or the address has a slip of the pen. The pages at the
        left all exist.
      </EmptyState>
    </Page>
  );
}
