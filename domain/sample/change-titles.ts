/** Titles by kind; {p} is a part, {s} a setting, {t} a table, {n} the service's name, {h} its host name. */
export const CHANGE_TITLES = {
  code: [
    "Fix rounding in {p}",
    "Add retries to {p}",
    "Move {p} off the legacy client",
    "Validate input of {p}",
    "Cache {p} per region",
    "Log failures of {p} with the request id",
    "Remove dead code from {p}",
    "Speed up {p}",
    "Split {p} into its own module",
    "Handle empty answers in {p}",
    "Add tests for {p}",
    "Rework {p} for the new layout",
    "Use the shared client in {p}",
    "Show a clear message when {p} fails",
    "Bound the work of {p}",
    "Read {p} from the replica",
    "Make {p} idempotent",
    "Rename fields of {p}",
    "Batch calls of {p}",
    "Stop {p} from blocking the request",
    "Support a second region in {p}",
    "Tidy error handling in {p}",
    "Count slow calls of {p}",
    "Drop the old version of {p}",
  ],
  config: [
    "Raise {s} of {n}",
    "Lower {s} of {n}",
    "Set {s} of {n} per region",
    "Align {s} of {n} with the other regions",
    "Turn on structured logs for {n}",
    "Allow the new host in {n}",
  ],
  dns: [
    "Lower the lifetime of {h} to 60 s",
    "Point {h} at the new load balancer",
    "Add a health check to {h}",
    "Remove the old alias of {h}",
    "Weight {h} between two regions",
  ],
  infrastructure: [
    "Resize the node group of {n}",
    "Add a zone to the cluster of {n}",
    "Renew the certificate of {h}",
    "Update the base image of {n}",
    "Tighten the network policy of {n}",
    "Move {n} to the new node type",
  ],
  "feature-flag": [
    "{p}: on for 1 %",
    "{p}: on for 10 %",
    "{p}: on for half",
    "{p}: on for everybody",
    "{p}: off again",
    "{p}: on for staff",
  ],
  "data-migration": [
    "Add an index to {t}",
    "Backfill region of {t}",
    "Split {t} by month",
    "Drop the unused columns of {t}",
    "Widen the key of {t}",
  ],
  "agent-action": [
    "Restart the workers of {n} after a memory alert",
    "Scale {n} up by two replicas",
    "Clear the cache of {p}",
    "Drain a slow node of {n}",
    "Re-run the failed job of {p}",
    "Apply the runbook for {p}",
  ],
} as const;

/** The same for what broke something; {p} is the topic of the symptom. */
export const CULPRIT_TITLES = {
  code: [
    "Rework {p}",
    "Move {p} to the new client",
    "Cache {p} per region",
    "Batch calls of {p}",
    "Simplify {p}",
    "Read {p} from the replica",
  ],
  config: [
    "Raise the limits of {p}",
    "Lower the timeout of {p}",
    "Change the defaults of {p}",
    "Set {p} per region",
  ],
  dns: [
    "Point {h} at the new load balancer",
    "Clean up the records of {h}",
    "Lower the lifetime of {h} to 5 s",
  ],
  "data-migration": ["Rebuild the tables behind {p}", "Backfill {p}", "Split the data of {p} by month"],
  "agent-action": ["Apply the runbook for {p}", "Recreate the workers of {p}", "Reset the state of {p}"],
} as const;

/** Bodies of pull requests and commits: what a reader expects under a title. */
export const CHANGE_BODIES = [
  "Tested on staging with yesterday's traffic.",
  "Behind no flag: the old path is gone.",
  "Follow-up of last week's review.",
  "The metrics of the old path stay until the next release.",
  "No change of the interface.",
  "Rolled out with the next deployment.",
  "Found while reading the slow query log.",
  "Asked for by support.",
] as const;

/** Invented libraries that a bot keeps up to date. */
export const LIBRARIES = [
  "kestrel-http",
  "kestrel-money",
  "kestrel-trace",
  "kestrel-config",
  "kestrel-queue-client",
  "kestrel-forms",
  "kestrel-dates",
  "kestrel-testkit",
] as const;
