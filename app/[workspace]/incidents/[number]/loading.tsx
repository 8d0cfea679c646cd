import { Page } from "@/components/shell/page";
import { Panel, PanelBody } from "@/components/ui/panel";
import { Skeleton, SkeletonLines } from "@/components/ui/skeleton";

export default function LoadingIncident() {
  return (
    <Page ownHeading title="Incident">
      <Skeleton className="mt-1 w-64" />
      <Skeleton className="!h-7 w-[480px] max-w-full" />
      <Panel>
        <PanelBody>
          <SkeletonLines lines={3} label="Loading the incident" />
        </PanelBody>
      </Panel>
      <Panel>
        <PanelBody>
          <SkeletonLines lines={8} label="Loading its impact" />
        </PanelBody>
      </Panel>
    </Page>
  );
}
