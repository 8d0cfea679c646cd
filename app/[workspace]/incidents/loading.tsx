import { Page } from "@/components/shell/page";
import { Panel, PanelBody } from "@/components/ui/panel";
import { Skeleton, SkeletonLines } from "@/components/ui/skeleton";

export default function LoadingIncidents() {
  return (
    <Page title="Incidents" primaryLog>
      <Skeleton className="!h-(--ctl) w-80 max-w-full" />
      <Panel>
        <PanelBody>
          <SkeletonLines lines={16} label="Loading incidents" />
        </PanelBody>
      </Panel>
    </Page>
  );
}
