import type { Assessment } from "@/domain/sign-off/assess";
import type { DecidingPolicy } from "./deciding-policy";
import type { RequestRow } from "./draft";
import type { Subject } from "./subject";

/** A subject with what came of its assessment. */
export interface Assessed {
  subject: Subject;
  /** Null where no policy decides about it. */
  deciding: DecidingPolicy | null;
  assessment: Assessment | null;
  before: RequestRow | null;
  /** The request as it stands now; null where there is none, because nothing was ever asked. */
  after: RequestRow | null;
  /** Whoever has it assessed writes down what happened: a signature, or its withdrawal. */
  isTold: boolean;
}
