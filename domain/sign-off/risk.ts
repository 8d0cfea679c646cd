import type { AiRole } from "@/domain/cause/kinds";
import { CHANGE_KINDS, type ChangeKind } from "@/domain/change/kinds";
import type { Level } from "@/domain/person/levels";
import type { EvidenceGrade } from "@/domain/provenance/grades";

export interface RiskFactors {
  kind: ChangeKind;
  additions: number | null;
  deletions: number | null;
  aiRole: AiRole | null;
  aiGrade: EvidenceGrade | null;
  authorLevel: Level | null;
  /** The heaviest service's share of the workspace's weight, 0..1. */
  weightShareRatio: number;
  /** The most that any of its services has spent of its error budget; null where none has one. */
  budgetSpentRatio: number | null;
}

export interface Risk {
  /** 0..100. */
  score: number;
  /** What adds to it, the most first. */
  reasons: string[];
}

type Part = { points: number; words: string };

const LINES_FULL = 1000;
const SIZE_POINTS = 25;

/**
 * How carefully a change wants to be looked at, for the order of the queue: points for its size, what it touches, who
 * made it and how. A judgement in figures and no probability: the suspects of an incident have one of their own.
 */
export function riskOf(factors: RiskFactors): Risk {
  const parts = [
    sizePart(factors),
    budgetPart(factors.budgetSpentRatio),
    kindPart(factors.kind),
    weightPart(factors.weightShareRatio),
    authorPart(factors.authorLevel),
    aiPart(factors),
  ].filter((part): part is Part => part !== null && part.points > 0);
  const sum = parts.reduce((total, { points }) => total + points, 0);
  return {
    score: Math.round(Math.min(100, sum) * 10) / 10,
    reasons: [...parts].sort((a, b) => b.points - a.points).map(({ words }) => words),
  };
}

function sizePart({ kind, additions, deletions }: RiskFactors): Part | null {
  if (additions === null || deletions === null) {
    return kind === "code" ? { points: SIZE_POINTS / 2, words: "Its size is not known" } : null;
  }
  const lines = additions + deletions;
  const points = SIZE_POINTS * Math.min(1, Math.log1p(lines) / Math.log1p(LINES_FULL));
  return { points, words: lines === 1 ? "1 line" : `${lines} lines` };
}

function budgetPart(spentRatio: number | null): Part | null {
  if (spentRatio === null || spentRatio < 0.5) return null;
  const points = spentRatio >= 1 ? 20 : spentRatio >= 0.75 ? 12 : 6;
  const words =
    spentRatio >= 1
      ? "A service of it has no error budget left"
      : `A service of it has spent ${Math.round(spentRatio * 100)} % of its error budget`;
  return { points, words };
}

const KIND_POINTS: Record<ChangeKind, number> = {
  "data-migration": 15,
  infrastructure: 15,
  "agent-action": 15,
  dns: 13,
  config: 8,
  "feature-flag": 6,
  deployment: 6,
  code: 5,
};

function kindPart(kind: ChangeKind): Part {
  const name = CHANGE_KINDS.find((one) => one.kind === kind)?.name ?? kind;
  return { points: KIND_POINTS[kind], words: name };
}

function weightPart(shareRatio: number): Part | null {
  if (shareRatio < 0.01) return null;
  const points = shareRatio >= 0.25 ? 15 : shareRatio >= 0.05 ? 10 : 5;
  return { points, words: `A service of ${Math.round(shareRatio * 100)} % of the whole weight` };
}

function authorPart(level: Level | null): Part | null {
  if (level === null) return { points: 12, words: "By somebody of unknown level" };
  const points = { junior: 12, mid: 7, senior: 3, principal: 0, manager: 0 }[level];
  return { points, words: `By a ${level === "mid" ? "mid-level engineer" : level}` };
}

function aiPart({ aiRole, aiGrade }: RiskFactors): Part | null {
  if (aiRole === null) return null;
  const role = { acted: 10, "wrote-code": 7, advised: 3 }[aiRole];
  const words = { acted: "AI acted", "wrote-code": "AI wrote code", advised: "AI advised" }[aiRole];
  // Evidence of the better grades shows how much of it AI made; a declaration may mean a line of it.
  const isShown = aiGrade === "attested" || aiGrade === "trailer";
  return { points: role + (isShown ? 3 : 0), words: isShown ? `${words}, on good evidence` : words };
}
