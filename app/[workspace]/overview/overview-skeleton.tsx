import { Panel, PanelBody } from "@/components/ui/panel";
import { Skeleton, SkeletonLines } from "@/components/ui/skeleton";

const figures = ["availability", "budget", "incidents", "adoption", "minutes"];

/** The overview in grey blocks, each where its content will be, so that nothing moves when it comes. */
export function OverviewSkeleton() {
  return (
    <>
      <div className="flex h-(--ctl) items-center gap-2">
        <Skeleton className="h-(--ctl) w-52" />
        <Skeleton className="h-(--ctl) w-44" />
      </div>
      <div className="grid grid-cols-2 gap-px overflow-hidden rounded-3 border border-line bg-line sm:grid-cols-3 lg:grid-cols-5">
        {figures.map((name) => (
          <div
            key={name}
            className="flex h-[86px] flex-col justify-between bg-surface px-4 py-3.5 last:max-sm:col-span-2"
          >
            <Skeleton className="w-20" />
            <Skeleton className="h-5 w-28" />
            <Skeleton className="w-36" />
          </div>
        ))}
      </div>
      <Panel>
        <PanelBody className="flex flex-col gap-4 pt-4">
          <Skeleton className="h-4 w-56" />
          <Skeleton className="h-[430px] w-full max-sm:h-[360px]" />
        </PanelBody>
      </Panel>
      <Panel>
        <PanelBody className="grid gap-8 pt-4 lg:grid-cols-2">
          <Skeleton className="h-[236px] w-full" />
          <SkeletonLines lines={8} label="Loading the overview" />
        </PanelBody>
      </Panel>
      <Panel>
        <PanelBody className="pt-4">
          <SkeletonLines lines={8} label="Loading incidents" />
        </PanelBody>
      </Panel>
    </>
  );
}
