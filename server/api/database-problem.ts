import { databaseFault } from "@/server/database-fault";
import { ApiProblem } from "./api-problem";

/** An error of the database, its driver or the connection as a problem; null for any other error. */
export function databaseProblem(error: unknown): ApiProblem | null {
  const fault = databaseFault(error);
  if (fault === null) return null;
  const { status, code, message, retryAfterS } = fault;
  const extra = retryAfterS === undefined ? {} : { headers: { "retry-after": String(retryAfterS) } };
  return new ApiProblem(status, code, message, extra);
}
