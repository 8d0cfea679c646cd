import type { signOff, signOffRequest } from "@/db/schema";
import type { Assessable } from "@/domain/sign-off/assess";
import type { Requirement } from "@/domain/sign-off/policy";
import type { ReviewWord } from "@/domain/sign-off/reviews";
import type { SignOffSubject } from "@/domain/sign-off/states";
import type { PullRequestKey } from "./queue-assessment";

export type SubjectKey =
  /** With its instant where that is known, it is found without being looked up. */
  { changeId: string; changeAt?: Date } | PullRequestKey | { agentActionId: string };

export type RequestRow = typeof signOffRequest.$inferSelect;
export type SignOffRow = typeof signOff.$inferSelect;

type Governed = Assessable["change"];

/** A subject as its own rows describe it, before anybody's word on it is read. */
export interface Draft
  extends Pick<
    Governed,
    "revision" | "involvement" | "aiRole" | "aiTool" | "aiGrade" | "kind" | "environment" | "autonomy"
  > {
  subject: SignOffSubject;
  changeId: string | null;
  changeAt: Date | null;
  repositoryId: string | null;
  repositoryName: string | null;
  pullRequest: number | null;
  agentActionId: string | null;
  /** Other revisions of the same content: the head that was merged as this one. */
  sameContent: readonly string[];
  additions: number | null;
  deletions: number | null;
  files: number | null;
  serviceIds: readonly string[];
  /** Named outright by whoever asked for an agent's action. */
  promptedById: string | null;
  /** Whom the commits of an agent's change name, before anybody of the roster is found by it. */
  promptersTold: readonly { name: string; email: string }[];
  authorId: string | null;
  /** Of a request, whose author is only a login yet. */
  authorLogin: string | null;
  authorName: string | null;
  authorLevel: Assessable["author"]["level"];
  title: string;
  url: string | null;
  wentLiveAt: Date | null;
  isOver: boolean;
  /** When somebody could first have looked at it. */
  openedAt: Date | null;
  generated: boolean;
  /** What reviewers said on the code host. */
  reviewWords: readonly ReviewWord[];
  /** What an agent's own register entry asks for, whatever the policy does. */
  registerAsks: Requirement | null;
}

export const pullRequestName = ({ repositoryId, pullRequest }: PullRequestKey) =>
  `${repositoryId} ${pullRequest}`;
