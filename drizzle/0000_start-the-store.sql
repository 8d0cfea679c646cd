CREATE TABLE "ai_use" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"day" date NOT NULL,
	"tool" text NOT NULL,
	"source" text NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "ai_use_workspace_id_person_id_day_tool_pk" PRIMARY KEY("workspace_id","person_id","day","tool")
);
--> statement-breakpoint
CREATE TABLE "ai_use_aggregate" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"metric" text NOT NULL,
	"window_start" date NOT NULL,
	"window_end" date NOT NULL,
	"users" integer NOT NULL,
	CONSTRAINT "ai_use_aggregate_workspace_id_source_metric_window_start_window_end_pk" PRIMARY KEY("workspace_id","source","metric","window_start","window_end")
);
--> statement-breakpoint
CREATE TABLE "ai_use_coverage" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "ai_use_coverage_workspace_id_source_day_pk" PRIMARY KEY("workspace_id","source","day")
);
--> statement-breakpoint
CREATE TABLE "ai_use_week" (
	"workspace_id" uuid NOT NULL,
	"week_start" date NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "ai_use_week_workspace_id_week_start_person_id_pk" PRIMARY KEY("workspace_id","week_start","person_id")
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	CONSTRAINT "audit_event_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_key" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"response_status" text,
	"response_body" text,
	"response_headers" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_key_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "import_run" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"file_name" text NOT NULL,
	"status" text NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"refusals" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"notes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"failure" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "import_run_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "cause_kind" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"code" text NOT NULL,
	CONSTRAINT "cause_kind_workspace_id_kind_pk" PRIMARY KEY("workspace_id","kind")
);
--> statement-breakpoint
CREATE TABLE "cause_revision" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"incident_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"ai_role" text,
	"tool" text,
	"permissions" text,
	"claim" text,
	"note" text,
	"source" text,
	"source_url" text,
	"stated_by" text NOT NULL,
	"stated_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "cause_revision_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "impact" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"incident_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"level" text,
	"fraction" double precision NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"counts" boolean DEFAULT true NOT NULL,
	CONSTRAINT "impact_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "impact_fraction_ratio" CHECK ("impact"."fraction" between 0 and 1),
	CONSTRAINT "impact_interval" CHECK ("impact"."ended_at" is null or "impact"."ended_at" > "impact"."started_at")
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"summary" text,
	"severity" text NOT NULL,
	"status" text NOT NULL,
	"impact_started_at" timestamp (3) with time zone NOT NULL,
	"detected_at" timestamp (3) with time zone,
	"declared_at" timestamp (3) with time zone,
	"acknowledged_at" timestamp (3) with time zone,
	"mitigated_at" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"impact_ms" bigint,
	"primary_cause_kind" text,
	"primary_cause_status" text,
	"contributing_cause_kinds" text[] DEFAULT '{}'::text[] NOT NULL,
	"ai_cause" text DEFAULT 'none' NOT NULL,
	"customers_affected_ratio" double precision,
	"orders_lost" bigint,
	"revenue_lost" double precision,
	"currency" text,
	"regions" text[] DEFAULT '{}'::text[] NOT NULL,
	"record" text DEFAULT 'logged' NOT NULL,
	"source_name" text,
	"source_url" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "incident_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "incident_source" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"incident_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	"imported_version" integer NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "incident_source_workspace_id_source_external_id_pk" PRIMARY KEY("workspace_id","source","external_id")
);
--> statement-breakpoint
CREATE TABLE "timeline_event" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"incident_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"author" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "timeline_event_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "mark" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"title" text NOT NULL,
	"detail" text,
	"source_name" text,
	"source_url" text,
	"generated" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mark_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"team_id" uuid,
	"active_from" date,
	"active_to" date,
	"on_roster" boolean DEFAULT true NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "person_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "person_handle" (
	"workspace_id" uuid NOT NULL,
	"handle" text NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "person_handle_workspace_id_handle_pk" PRIMARY KEY("workspace_id","handle")
);
--> statement-breakpoint
CREATE TABLE "person_level" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"effective_from" date NOT NULL,
	"level" text NOT NULL,
	CONSTRAINT "person_level_workspace_id_person_id_effective_from_pk" PRIMARY KEY("workspace_id","person_id","effective_from")
);
--> statement-breakpoint
CREATE TABLE "dirty_day" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "dirty_day_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "incident_cost" (
	"workspace_id" uuid NOT NULL,
	"incident_id" uuid NOT NULL,
	"lost_weight_ms" double precision DEFAULT 0 NOT NULL,
	"peak_weight" double precision DEFAULT 0 NOT NULL,
	CONSTRAINT "incident_cost_workspace_id_incident_id_pk" PRIMARY KEY("workspace_id","incident_id")
);
--> statement-breakpoint
CREATE TABLE "service_day" (
	"workspace_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"day" date NOT NULL,
	"lost_ms" double precision NOT NULL,
	CONSTRAINT "service_day_workspace_id_service_id_day_pk" PRIMARY KEY("workspace_id","service_id","day")
);
--> statement-breakpoint
CREATE TABLE "service_day_incident" (
	"workspace_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"day" date NOT NULL,
	"incident_id" uuid NOT NULL,
	"lost_ms" double precision NOT NULL,
	CONSTRAINT "service_day_incident_workspace_id_service_id_day_incident_id_pk" PRIMARY KEY("workspace_id","service_id","day","incident_id")
);
--> statement-breakpoint
CREATE TABLE "workspace_day" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"lost_weight_ms" double precision NOT NULL,
	CONSTRAINT "workspace_day_workspace_id_day_pk" PRIMARY KEY("workspace_id","day")
);
--> statement-breakpoint
CREATE TABLE "workspace_day_cause" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"cause_kind" text NOT NULL,
	"severity" text NOT NULL,
	"lost_weight_ms" double precision NOT NULL,
	"incidents_started" integer NOT NULL,
	CONSTRAINT "workspace_day_cause_workspace_id_day_cause_kind_severity_pk" PRIMARY KEY("workspace_id","day","cause_kind","severity")
);
--> statement-breakpoint
CREATE TABLE "service" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"team_id" uuid,
	"weight" double precision DEFAULT 1 NOT NULL,
	"slo_target" double precision,
	"tracked_from" timestamp (3) with time zone NOT NULL,
	"tracked_from_is_stated" boolean DEFAULT false NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "service_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "service_weight_positive" CHECK ("service"."weight" > 0)
);
--> statement-breakpoint
CREATE TABLE "service_dependency" (
	"workspace_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"depends_on_id" uuid NOT NULL,
	"criticality" text DEFAULT 'hard' NOT NULL,
	CONSTRAINT "service_dependency_workspace_id_service_id_depends_on_id_pk" PRIMARY KEY("workspace_id","service_id","depends_on_id"),
	CONSTRAINT "service_dependency_other" CHECK ("service_dependency"."service_id" <> "service_dependency"."depends_on_id")
);
--> statement-breakpoint
CREATE TABLE "team" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "team_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "incident_counter" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"last_number" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"slo_target" double precision DEFAULT 0.999 NOT NULL,
	"adoption_target" double precision DEFAULT 0.8 NOT NULL,
	"fraction_major" double precision DEFAULT 1 NOT NULL,
	"fraction_partial" double precision DEFAULT 0.3 NOT NULL,
	"fraction_degraded" double precision DEFAULT 0 NOT NULL,
	"is_sample" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ai_use" ADD CONSTRAINT "ai_use_workspace_id_person_id_person_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."person"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ai_use_aggregate" ADD CONSTRAINT "ai_use_aggregate_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ai_use_coverage" ADD CONSTRAINT "ai_use_coverage_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ai_use_week" ADD CONSTRAINT "ai_use_week_workspace_id_person_id_person_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."person"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_run" ADD CONSTRAINT "import_run_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cause_kind" ADD CONSTRAINT "cause_kind_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cause_revision" ADD CONSTRAINT "cause_revision_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact" ADD CONSTRAINT "impact_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impact" ADD CONSTRAINT "impact_workspace_id_service_id_service_workspace_id_id_fk" FOREIGN KEY ("workspace_id","service_id") REFERENCES "public"."service"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_source" ADD CONSTRAINT "incident_source_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "timeline_event" ADD CONSTRAINT "timeline_event_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mark" ADD CONSTRAINT "mark_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_workspace_id_team_id_team_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."team"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_handle" ADD CONSTRAINT "person_handle_workspace_id_person_id_person_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."person"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_level" ADD CONSTRAINT "person_level_workspace_id_person_id_person_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."person"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dirty_day" ADD CONSTRAINT "dirty_day_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_cost" ADD CONSTRAINT "incident_cost_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_day" ADD CONSTRAINT "service_day_workspace_id_service_id_service_workspace_id_id_fk" FOREIGN KEY ("workspace_id","service_id") REFERENCES "public"."service"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_day_incident" ADD CONSTRAINT "service_day_incident_workspace_id_service_id_service_workspace_id_id_fk" FOREIGN KEY ("workspace_id","service_id") REFERENCES "public"."service"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_day_incident" ADD CONSTRAINT "service_day_incident_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_day" ADD CONSTRAINT "workspace_day_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_day_cause" ADD CONSTRAINT "workspace_day_cause_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service" ADD CONSTRAINT "service_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service" ADD CONSTRAINT "service_workspace_id_team_id_team_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."team"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_dependency" ADD CONSTRAINT "service_dependency_workspace_id_service_id_service_workspace_id_id_fk" FOREIGN KEY ("workspace_id","service_id") REFERENCES "public"."service"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_dependency" ADD CONSTRAINT "service_dependency_workspace_id_depends_on_id_service_workspace_id_id_fk" FOREIGN KEY ("workspace_id","depends_on_id") REFERENCES "public"."service"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team" ADD CONSTRAINT "team_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_counter" ADD CONSTRAINT "incident_counter_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ai_use_day" ON "ai_use" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "ai_use_aggregate_end" ON "ai_use_aggregate" USING btree ("workspace_id","window_end");--> statement-breakpoint
CREATE INDEX "ai_use_coverage_day" ON "ai_use_coverage" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "audit_event_object" ON "audit_event" USING btree ("workspace_id","object_kind","object_id","at");--> statement-breakpoint
CREATE INDEX "audit_event_at" ON "audit_event" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "idempotency_key_created" ON "idempotency_key" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "import_run_started" ON "import_run" USING btree ("workspace_id","started_at");--> statement-breakpoint
CREATE INDEX "cause_revision_incident" ON "cause_revision" USING btree ("workspace_id","incident_id","stated_at");--> statement-breakpoint
CREATE INDEX "impact_incident" ON "impact" USING btree ("workspace_id","incident_id");--> statement-breakpoint
CREATE INDEX "impact_service_started" ON "impact" USING btree ("workspace_id","service_id","started_at");--> statement-breakpoint
CREATE INDEX "impact_service_ended" ON "impact" USING btree ("workspace_id","service_id","ended_at");--> statement-breakpoint
CREATE INDEX "impact_open" ON "impact" USING btree ("workspace_id","service_id") WHERE ended_at is null and counts;--> statement-breakpoint
CREATE UNIQUE INDEX "incident_number" ON "incident" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE INDEX "incident_started" ON "incident" USING btree ("workspace_id","impact_started_at","number");--> statement-breakpoint
CREATE INDEX "incident_severity" ON "incident" USING btree ("workspace_id","severity","impact_started_at","number");--> statement-breakpoint
CREATE INDEX "incident_duration" ON "incident" USING btree ("workspace_id","impact_ms","number");--> statement-breakpoint
CREATE INDEX "incident_cause" ON "incident" USING btree ("workspace_id","primary_cause_kind","impact_started_at","number");--> statement-breakpoint
CREATE INDEX "incident_record" ON "incident" USING btree ("workspace_id","record","impact_started_at");--> statement-breakpoint
CREATE INDEX "incident_open" ON "incident" USING btree ("workspace_id","impact_started_at") WHERE status in ('triage', 'investigating', 'identified', 'monitoring');--> statement-breakpoint
CREATE INDEX "incident_ai" ON "incident" USING btree ("workspace_id","impact_started_at") WHERE ai_cause <> 'none';--> statement-breakpoint
CREATE INDEX "incident_text" ON "incident" USING gin (to_tsvector('simple', "title"));--> statement-breakpoint
CREATE INDEX "incident_source_incident" ON "incident_source" USING btree ("workspace_id","incident_id");--> statement-breakpoint
CREATE INDEX "timeline_event_incident" ON "timeline_event" USING btree ("workspace_id","incident_id","at");--> statement-breakpoint
CREATE INDEX "mark_day" ON "mark" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE UNIQUE INDEX "person_email" ON "person" USING btree ("workspace_id",lower("email"));--> statement-breakpoint
CREATE INDEX "person_name" ON "person" USING btree ("workspace_id","name","id");--> statement-breakpoint
CREATE INDEX "person_handle_person" ON "person_handle" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "incident_cost_lost" ON "incident_cost" USING btree ("workspace_id","lost_weight_ms","incident_id");--> statement-breakpoint
CREATE INDEX "incident_cost_peak" ON "incident_cost" USING btree ("workspace_id","peak_weight","incident_id");--> statement-breakpoint
CREATE INDEX "service_day_day" ON "service_day" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "service_day_incident_incident" ON "service_day_incident" USING btree ("workspace_id","incident_id");--> statement-breakpoint
CREATE INDEX "service_day_incident_day" ON "service_day_incident" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE UNIQUE INDEX "service_slug" ON "service" USING btree ("workspace_id","slug");--> statement-breakpoint
CREATE INDEX "service_dependency_reverse" ON "service_dependency" USING btree ("workspace_id","depends_on_id");--> statement-breakpoint
CREATE UNIQUE INDEX "team_name" ON "team" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "team_created" ON "team" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "workspace_slug" ON "workspace" USING btree ("slug");