import {
  Bot,
  Cog,
  DatabaseZap,
  Flag,
  GitMerge,
  Globe,
  HardDrive,
  type LucideIcon,
  Rocket,
} from "lucide-react";
import { CHANGE_KINDS, type ChangeKind } from "@/domain/change/kinds";

const icons: Record<ChangeKind, LucideIcon> = {
  code: GitMerge,
  deployment: Rocket,
  config: Cog,
  dns: Globe,
  infrastructure: HardDrive,
  "feature-flag": Flag,
  "data-migration": DatabaseZap,
  "agent-action": Bot,
};

/** What sort of change it is: a quiet sign and the word. */
export function ChangeKindMark({ kind }: { kind: ChangeKind }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <ChangeKindIcon kind={kind} />
      {changeKindName(kind)}
    </span>
  );
}

export function ChangeKindIcon({ kind }: { kind: ChangeKind }) {
  const Icon = icons[kind];
  return <Icon size={14} strokeWidth={1.5} aria-hidden="true" className="shrink-0 text-ink-3" />;
}

export function changeKindName(kind: ChangeKind): string {
  return CHANGE_KINDS.find((one) => one.kind === kind)?.name ?? kind;
}
