// Which column of a CSV holds what. The guess is a proposal: the preview shows it and a person can change it.

export type ColumnMapping = Record<string, string>;

/** Column names per target, the most specific first, in the spelling that `columnKey` gives them. */
type Synonyms = readonly (readonly [target: string, names: readonly string[]])[];

/** Takes in the exports of PagerDuty, Opsgenie, FireHydrant, incident.io, Jira, ServiceNow and plain sheets. */
const INCIDENT_COLUMNS: Synonyms = [
  [
    "externalId",
    list(
      "external_id incident_id issue_key reference incident_key id alert_id incident_number tiny_id tinyid number key issue_id ref",
    ),
  ],
  [
    "title",
    list(
      "title incident_title incident_name name short_description headline subject summary message incident description",
    ),
  ],
  [
    "severity",
    list("severity sev severity_name incident_severity severity_level priority priority_name urgency"),
  ],
  ["level", list("impact_level level impact impact_type status_impact")],
  ["fraction", list("fraction impact_fraction fraction_lost share_lost loss availability_loss")],
  ["status", list("status state incident_status current_status incident_state milestone current_milestone")],
  [
    "service",
    list(
      "service services service_name service_slug affected_services affected_service impacted_services impacted_service impactedservices services_affected services_impacted components component affected_components component_s component_name business_service application applications app product products system systems cmdb_ci configuration_item functionality functionalities service_id",
    ),
  ],
  [
    "startedAt",
    list(
      "impact_started_at impact_start impact_start_time impact_start_date impactstartdate impact_began downtime_start outage_start incident_start start_at started_at start_time start_timestamp startedat start started start_date begin began_at begin_time beginning_at occurred_at occurred opened_at opened created_at created_on created_date createdat created_time created triggered_at reported_at declared_at detected_at date_opened date timestamp time",
    ),
  ],
  [
    "endedAt",
    list(
      "impact_ended_at impact_end impact_end_time impact_end_date impactenddate downtime_end outage_end incident_end end_at ended_at end_time end_timestamp endedat end ended end_date finished_at recovered_at restored_at",
    ),
  ],
  [
    "resolvedAt",
    list(
      "resolved_at resolved_on resolved_date resolvedat resolution_date resolutiondate resolved_time resolved fixed_at closed_at closed_on closed_date closedat closed completed_at date_closed",
    ),
  ],
  [
    "durationMinutes",
    list(
      "duration_minutes duration_min duration_mins duration_in_minutes downtime_minutes downtime_min outage_minutes minutes minutes_down mttr_minutes time_to_resolve_minutes",
    ),
  ],
  [
    "durationSeconds",
    list(
      "duration_seconds duration_sec duration_s duration_in_seconds seconds_to_resolve time_to_resolve_seconds time_to_resolve started_to_resolved downtime_seconds",
    ),
  ],
  ["durationHours", list("duration_hours duration_hrs duration_h hours downtime_hours")],
  ["duration", list("duration total_duration downtime incident_duration outage_duration length")],
  ["detectedAt", list("detected_at detected detected_on detection_time detectedat time_detected")],
  [
    "declaredAt",
    list(
      "declared_at declared declared_on reported_at reported created_at created_on created_date createdat created_time created opened_at opened",
    ),
  ],
  [
    "acknowledgedAt",
    list(
      "acknowledged_at acknowledged acknowledged_on acked_at acknowledgedat first_acknowledged_at ack_time",
    ),
  ],
  [
    "acknowledgeSeconds",
    list("seconds_to_first_ack time_to_acknowledge_seconds time_to_ack_seconds seconds_to_ack"),
  ],
  [
    "mitigatedAt",
    list("mitigated_at mitigated mitigated_on mitigatedat fixed_at stabilized_at monitoring_at"),
  ],
  [
    "cause",
    list(
      "cause causes root_cause root_cause_category cause_category cause_kind cause_type rootcause root_causes incident_cause category",
    ),
  ],
  ["causeStatus", list("cause_status root_cause_status")],
  [
    "regions",
    list("region regions location locations affected_regions affected_locations availability_zone"),
  ],
  [
    "customersAffected",
    list(
      "customers_affected_ratio customers_affected_percent customers_affected_pct customers_affected percent_customers_affected customer_impact_percent users_affected_percent",
    ),
  ],
  ["url", list("url link permalink html_url incident_url web_url source_url")],
];

const SERVICE_COLUMNS: Synonyms = [
  ["slug", list("slug service_slug service_id id key handle")],
  ["name", list("name service_name service title display_name")],
  ["weight", list("weight importance traffic_share share")],
  [
    "sloTarget",
    list("slo_target slo objective slo_objective availability_target target availability_objective sla"),
  ],
  ["team", list("team owner owning_team team_name owner_team squad group")],
  ["trackedFrom", list("tracked_from trackedfrom tracked_since since created_at start_date")],
  ["dependsOn", list("depends_on dependson dependencies dependency upstream upstreams requires")],
];

const PEOPLE_COLUMNS: Synonyms = [
  ["name", list("name full_name display_name employee employee_name engineer person displayname")],
  ["email", list("email email_address mail e_mail work_email user_email")],
  [
    "handles",
    list(
      "handles handle login github github_login github_handle github_username username user_name user_login logins gitlab_username account",
    ),
  ],
  ["level", list("level seniority grade job_level role title job_title")],
  ["team", list("team team_name squad group department org")],
  [
    "activeFrom",
    list("active_from activefrom start_date hire_date hired_on joined joined_at joined_on from start"),
  ],
  ["activeTo", list("active_to activeto end_date termination_date left left_at left_on to end last_day")],
];

const DEPENDENCY_COLUMNS: Synonyms = [
  ["service", list("service service_slug from dependent consumer source downstream service_name caller")],
  [
    "dependsOn",
    list("depends_on dependson dependency to upstream provider target depends_on_service callee"),
  ],
  ["criticality", list("criticality kind type strength hardness severity")],
];

const AI_USE_COLUMNS: Synonyms = [
  ["day", list("date day used_on usage_date activity_date last_used timestamp report_day used_at")],
  ["email", list("email email_address mail user_email e_mail work_email")],
  [
    "handle",
    list(
      "handle login github github_login user_login username user_name user github_username account assignee",
    ),
  ],
  ["person", list("person name full_name engineer employee display_name")],
  ["tool", list("tool tool_name ai_tool assistant product model_provider application app source")],
  ["count", list("count uses requests interactions sessions events usage_count total active is_active used")],
];

const CHANGE_COLUMNS: Synonyms = [
  ["kind", list("kind change_kind change_type type category")],
  ["title", list("title subject name summary short_description headline change change_title")],
  ["message", list("message commit_message")],
  ["description", list("description body details notes text")],
  [
    "externalId",
    list("external_id change_id deployment_id release_id change_number number id key reference ref"),
  ],
  ["source", list("source system tool_name origin")],
  ["repository", list("repository repo repository_name repo_name repository_url repo_url project")],
  [
    "revision",
    list("revision sha commit commit_sha commit_hash commit_id hash git_sha version merge_commit_sha"),
  ],
  ["pullRequest", list("pull_request pull_request_number pr pr_number merge_request mr mr_number iid")],
  ["branch", list("branch head_branch source_branch branch_name")],
  ["environment", list("environment env stage deployment_environment target_environment")],
  ["services", list("services service service_name service_slug component components application app")],
  [
    "deployedAt",
    list(
      "deployed_at deployed deployed_on deployment_time deploy_time deployment_date went_live_at live_at released_at finished_at completed_at started_at timestamp date time at",
    ),
  ],
  ["mergedAt", list("merged_at merged merged_on merge_time committed_at commit_date committed_on")],
  [
    "authoredAt",
    list("authored_at authored authored_on author_date created_at created created_on opened_at"),
  ],
  ["revertedAt", list("reverted_at reverted rolled_back_at")],
  ["asOf", list("as_of updated_at updated known_at")],
  ["author", list("author actor user deployer deployed_by changed_by created_by committer owner assignee")],
  ["authorLogin", list("author_login login username github_login author_username")],
  ["authorEmail", list("author_email email user_email")],
  ["authorName", list("author_name full_name user_name")],
  ["authorBot", list("author_bot bot is_bot")],
  ["reviewers", list("reviewers reviewer reviewed_by approvers approved_by")],
  ["additions", list("additions added lines_added insertions")],
  ["deletions", list("deletions deleted lines_deleted removed lines_removed")],
  ["files", list("files changed_files files_changed file_count")],
  ["paths", list("paths path file_paths changed_paths")],
  ["labels", list("labels label tags")],
  ["outcome", list("outcome result status state deployment_status conclusion")],
  ["carries", list("carries commits revisions included_commits")],
  ["reverts", list("reverts reverts_commit reverted_commit")],
  ["url", list("url link html_url web_url permalink change_url")],
  ["ai", list("ai ai_assisted ai_generated genai gen_ai")],
  ["aiTool", list("ai_tool ai_assistant coding_assistant")],
  ["aiModel", list("ai_model model")],
  ["aiRole", list("ai_role")],
  ["aiStatement", list("ai_statement ai_disclosure")],
];

const COLUMNS = {
  changes: CHANGE_COLUMNS,
  "incident-csv": INCIDENT_COLUMNS,
  "services-csv": SERVICE_COLUMNS,
  "people-csv": PEOPLE_COLUMNS,
  "dependencies-csv": DEPENDENCY_COLUMNS,
  "ai-use-csv": AI_USE_COLUMNS,
} as const;
export type CsvKind = keyof typeof COLUMNS;

export function isCsvKind(kind: string): kind is CsvKind {
  return Object.hasOwn(COLUMNS, kind);
}

/** Everything a column can be mapped to, in the order in which the preview lists it. */
export function mappingTargets(kind: CsvKind): string[] {
  return COLUMNS[kind].map(([target]) => target);
}

/** "Created At (UTC)" -> "created_at". */
export function columnKey(header: string): string {
  return header
    .replace(/^\uFEFF/, "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9%]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .replace(/_(?:utc|gmt)$/, "")
    .replace(/^custom_field_/, "");
}

/** Whether the header itself says that its times are UTC. */
export function saysUtc(header: string): boolean {
  return /\b(?:utc|gmt)\b/i.test(header.replaceAll("_", " "));
}

/** The column of each target, guessed from the headers; a column serves one target only. */
export function guessMapping(headers: readonly string[], kind: CsvKind = "incident-csv"): ColumnMapping {
  const byKey = new Map<string, string>();
  for (const header of headers) {
    const key = columnKey(header);
    if (!byKey.has(key)) byKey.set(key, header);
  }
  const mapping: ColumnMapping = {};
  const used = new Set<string>();
  for (const [target, names] of COLUMNS[kind]) {
    const name = names.find((candidate) => byKey.has(candidate) && !used.has(candidate));
    const header = name === undefined ? undefined : byKey.get(name);
    if (name === undefined || header === undefined) continue;
    used.add(name);
    mapping[target] = header;
  }
  return mapping;
}

/** The mapping that a person chose, limited to columns that the file has, or the guess. */
export function chosenMapping(
  headers: readonly string[],
  kind: CsvKind,
  mapping: ColumnMapping | undefined,
): ColumnMapping {
  if (!mapping) return guessMapping(headers, kind);
  const known = new Set(headers);
  const chosen: ColumnMapping = {};
  for (const target of mappingTargets(kind)) {
    const column = Object.hasOwn(mapping, target) ? mapping[target] : undefined;
    if (column !== undefined && known.has(column)) chosen[target] = column;
  }
  return chosen;
}

function list(names: string): string[] {
  return names.split(" ");
}
