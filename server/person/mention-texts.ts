/** Where a table may name a person: the columns that find a row, and those with words of people or of sources. */
export interface TextTable {
  key: readonly string[];
  texts: readonly string[];
}

const own = (...texts: string[]): TextTable => ({ key: ["id"], texts });

/**
 * Texts that may name a person, besides the roster, the audit trail and bodies of deliveries. A repository's own
 * address is a place and stays, also where its owner is called like somebody.
 */
export const TEXTS: Record<string, TextTable> = {
  incident: own("title", "summary"),
  timeline_event: own("author", "body", "changes"),
  cause_revision: own("stated_by", "note", "source"),
  mark: own("title", "detail"),
  import_run: own("file_name", "refusals", "notes", "failure"),
  invitation: own("email", "invited_by"),
  api_token: own("name", "created_by"),
  integration: own("name", "created_by"),
  notification_channel: own("name", "created_by"),
  notification: own("payload", "last_error"),
  change: { key: ["id", "at"], texts: ["title", "url", "author_name"] },
  change_detail: {
    key: ["change_id"],
    texts: ["description", "branch", "labels", "paths", "reviewers", "facts"],
  },
  change_identity: { key: ["change_id", "external_id"], texts: ["source"] },
  change_telling: own("source", "what"),
  ai_evidence: own("quote"),
  involvement_statement: own("tool", "model", "reason", "stated_by"),
  agent: own("name", "description", "credential_scope"),
  agent_action: own("action", "target", "reason", "asked_by", "decision_reason", "decided_by", "outcome"),
  change_link: { key: ["incident_id", "change_id"], texts: ["reason", "stated_by"] },
  verdict_revision: own("reason", "stated_by"),
  pull_request: {
    key: ["repository_id", "number"],
    texts: ["title", "body", "url", "author_login", "head_branch", "labels", "reviews", "review_words"],
  },
  policy_version: { key: ["version"], texts: ["reason", "saved_by"] },
  sign_off_request: own("title", "url", "author_name", "reason"),
  sign_off: { key: ["request_id", "id"], texts: ["comment", "withdrawn_by", "withdrawn_reason"] },
  sign_off_event: { key: ["request_id", "id"], texts: ["by", "body"] },
  break_glass: own("reason", "opened_by", "ended_by", "reviewed_by", "review_note"),
  gate_decision: own("reason", "asked_by"),
  code_commit: {
    key: ["repository_id", "revision"],
    texts: [
      "branch",
      "message",
      "author_name",
      "author_email",
      "committer_name",
      "committer_email",
      "notes",
      "paths",
    ],
  },
};
