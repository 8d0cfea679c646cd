CREATE TABLE "ai_evidence" (
	"workspace_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grade" text NOT NULL,
	"tool" text,
	"quote" text NOT NULL,
	"found_in" text NOT NULL,
	"revision" text,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "ai_evidence_workspace_id_change_id_id_pk" PRIMARY KEY("workspace_id","change_id","id")
);
--> statement-breakpoint
CREATE TABLE "change" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"url" text,
	"repository_id" uuid,
	"revision" text,
	"pull_request" integer,
	"environment" text DEFAULT 'production' NOT NULL,
	"production" boolean DEFAULT true NOT NULL,
	"service_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"author_id" uuid,
	"author_name" text,
	"author_is_bot" boolean DEFAULT false NOT NULL,
	"author_level" text,
	"additions" integer,
	"deletions" integer,
	"files" integer,
	"authored_at" timestamp (3) with time zone,
	"merged_at" timestamp (3) with time zone,
	"deployed_at" timestamp (3) with time zone,
	"outcome" text,
	"reverted_at" timestamp (3) with time zone,
	"involvement" text NOT NULL,
	"involvement_standing" text DEFAULT 'detected' NOT NULL,
	"ai_role" text,
	"ai_tool" text,
	"ai_model" text,
	"ai_grade" text,
	"verdict" text,
	"counts" boolean DEFAULT true NOT NULL,
	"source" text NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "change_workspace_id_id_at_pk" PRIMARY KEY("workspace_id","id","at")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "change_day" (
	"workspace_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"day" date NOT NULL,
	"involvement" text NOT NULL,
	"slot" smallint DEFAULT 0 NOT NULL,
	"changes" integer NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "change_day_workspace_id_service_id_day_involvement_slot_pk" PRIMARY KEY("workspace_id","service_id","day","involvement","slot")
);
--> statement-breakpoint
CREATE TABLE "change_detail" (
	"workspace_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"description" text,
	"branch" text,
	"labels" text[] DEFAULT '{}'::text[] NOT NULL,
	"paths" text[] DEFAULT '{}'::text[] NOT NULL,
	"reviewers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"stated_service_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"detected" jsonb,
	"facts" jsonb,
	"reverts" text,
	CONSTRAINT "change_detail_workspace_id_change_id_pk" PRIMARY KEY("workspace_id","change_id")
);
--> statement-breakpoint
CREATE TABLE "change_identity" (
	"workspace_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"change_id" uuid NOT NULL,
	"change_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "change_identity_workspace_id_source_external_id_pk" PRIMARY KEY("workspace_id","source","external_id")
);
--> statement-breakpoint
CREATE TABLE "change_link" (
	"workspace_id" uuid NOT NULL,
	"incident_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"change_at" timestamp (3) with time zone NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"stated_by" text NOT NULL,
	"stated_at" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "change_link_workspace_id_incident_id_change_id_pk" PRIMARY KEY("workspace_id","incident_id","change_id")
);
--> statement-breakpoint
CREATE TABLE "change_service" (
	"workspace_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"change_id" uuid NOT NULL,
	CONSTRAINT "change_service_workspace_id_service_id_at_change_id_pk" PRIMARY KEY("workspace_id","service_id","at","change_id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "change_telling" (
	"workspace_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"what" text NOT NULL,
	"delivery_id" uuid,
	"told_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "change_telling_workspace_id_change_id_id_pk" PRIMARY KEY("workspace_id","change_id","id")
);
--> statement-breakpoint
CREATE TABLE "deployment_carries" (
	"workspace_id" uuid NOT NULL,
	"deployment_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"deployment_at" timestamp (3) with time zone NOT NULL,
	"change_at" timestamp (3) with time zone NOT NULL,
	"stated" boolean NOT NULL,
	CONSTRAINT "deployment_carries_workspace_id_deployment_id_change_id_pk" PRIMARY KEY("workspace_id","deployment_id","change_id")
);
--> statement-breakpoint
CREATE TABLE "involvement_statement" (
	"workspace_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"involvement" text,
	"role" text,
	"tool" text,
	"model" text,
	"reason" text NOT NULL,
	"stated_by" text NOT NULL,
	"user_id" text,
	"stated_at" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "involvement_statement_workspace_id_change_id_id_pk" PRIMARY KEY("workspace_id","change_id","id")
);
--> statement-breakpoint
CREATE TABLE "verdict_revision" (
	"workspace_id" uuid NOT NULL,
	"incident_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"verdict" text,
	"reason" text,
	"probability" real,
	"stated_by" text NOT NULL,
	"stated_at" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "verdict_revision_workspace_id_incident_id_change_id_id_pk" PRIMARY KEY("workspace_id","incident_id","change_id","id")
);
--> statement-breakpoint
CREATE TABLE "integration" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"sealed_old_secret" text,
	"old_secret_until" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"last_delivery_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "integration_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_delivery" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"event" text NOT NULL,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"repetitions" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_delivery_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "code_commit" (
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"revision" text NOT NULL,
	"branch" text,
	"change_id" uuid,
	"message" text NOT NULL,
	"author_name" text NOT NULL,
	"author_email" text NOT NULL,
	"committer_name" text NOT NULL,
	"committer_email" text NOT NULL,
	"notes" text[] DEFAULT '{}'::text[] NOT NULL,
	"paths" text[] DEFAULT '{}'::text[] NOT NULL,
	"authored_at" timestamp (3) with time zone,
	CONSTRAINT "code_commit_workspace_id_repository_id_revision_pk" PRIMARY KEY("workspace_id","repository_id","revision")
);
--> statement-breakpoint
CREATE TABLE "pull_request" (
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"body" text,
	"url" text,
	"state" text NOT NULL,
	"author_login" text,
	"author_is_bot" boolean DEFAULT false NOT NULL,
	"head_branch" text,
	"head_revision" text,
	"base_branch" text,
	"merge_revision" text,
	"labels" text[] DEFAULT '{}'::text[] NOT NULL,
	"reviews" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"additions" integer,
	"deletions" integer,
	"files" integer,
	"opened_at" timestamp (3) with time zone,
	"merged_at" timestamp (3) with time zone,
	"described_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pull_request_workspace_id_repository_id_number_pk" PRIMARY KEY("workspace_id","repository_id","number")
);
--> statement-breakpoint
CREATE TABLE "repository" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"default_branch" text,
	"path_rules" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"deployments_from" text[] DEFAULT '{deployments,releases,workflows}'::text[] NOT NULL,
	"workflow_pattern" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "repository_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "person_handle" ADD COLUMN "kind" text DEFAULT 'login' NOT NULL;--> statement-breakpoint
ALTER TABLE "person_handle" DROP CONSTRAINT "person_handle_workspace_id_handle_pk";--> statement-breakpoint
ALTER TABLE "person_handle" ADD CONSTRAINT "person_handle_workspace_id_kind_handle_pk" PRIMARY KEY("workspace_id","kind","handle");--> statement-breakpoint
ALTER TABLE "cause_revision" ADD COLUMN "change_id" uuid;--> statement-breakpoint
ALTER TABLE "cause_revision" ADD COLUMN "evidence_id" uuid;--> statement-breakpoint
ALTER TABLE "change_link" ADD CONSTRAINT "change_link_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_revision" ADD CONSTRAINT "verdict_revision_workspace_id_incident_id_incident_workspace_id_id_fk" FOREIGN KEY ("workspace_id","incident_id") REFERENCES "public"."incident"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration" ADD CONSTRAINT "integration_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_workspace_id_integration_id_integration_workspace_id_id_fk" FOREIGN KEY ("workspace_id","integration_id") REFERENCES "public"."integration"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "code_commit" ADD CONSTRAINT "code_commit_workspace_id_repository_id_repository_workspace_id_id_fk" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repository"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_request" ADD CONSTRAINT "pull_request_workspace_id_repository_id_repository_workspace_id_id_fk" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repository"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository" ADD CONSTRAINT "repository_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "change_at" ON "change" USING btree ("workspace_id","at","id");--> statement-breakpoint
CREATE INDEX "change_author" ON "change" USING btree ("workspace_id","author_id","at","id");--> statement-breakpoint
CREATE INDEX "change_kind" ON "change" USING btree ("workspace_id","kind","at","id");--> statement-breakpoint
CREATE INDEX "change_repository" ON "change" USING btree ("workspace_id","repository_id","at");--> statement-breakpoint
CREATE INDEX "change_ai" ON "change" USING btree ("workspace_id","at","id") WHERE involvement = 'ai';--> statement-breakpoint
CREATE INDEX "change_verdict" ON "change" USING btree ("workspace_id","at","id") WHERE verdict is not null;--> statement-breakpoint
CREATE INDEX "change_text" ON "change" USING gin (to_tsvector('simple', "title"));--> statement-breakpoint
CREATE INDEX "change_day_day" ON "change_day" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE INDEX "change_identity_change" ON "change_identity" USING btree ("workspace_id","change_id");--> statement-breakpoint
CREATE INDEX "change_identity_external" ON "change_identity" USING btree ("workspace_id","external_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "change_link_change" ON "change_link" USING btree ("workspace_id","change_id");--> statement-breakpoint
CREATE INDEX "deployment_carries_change" ON "deployment_carries" USING btree ("workspace_id","change_id");--> statement-breakpoint
CREATE INDEX "verdict_revision_change" ON "verdict_revision" USING btree ("workspace_id","change_id");--> statement-breakpoint
CREATE UNIQUE INDEX "integration_name" ON "integration" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_delivery_external" ON "webhook_delivery" USING btree ("workspace_id","integration_id","external_id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_received" ON "webhook_delivery" USING btree ("workspace_id","integration_id","received_at","id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "code_commit_branch" ON "code_commit" USING btree ("workspace_id","repository_id","branch");--> statement-breakpoint
CREATE INDEX "code_commit_change" ON "code_commit" USING btree ("workspace_id","change_id");--> statement-breakpoint
CREATE INDEX "code_commit_revision" ON "code_commit" USING btree ("workspace_id","revision" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "pull_request_branch" ON "pull_request" USING btree ("workspace_id","repository_id","head_branch");--> statement-breakpoint
CREATE INDEX "pull_request_merge" ON "pull_request" USING btree ("workspace_id","repository_id","merge_revision");--> statement-breakpoint
CREATE UNIQUE INDEX "repository_name" ON "repository" USING btree ("workspace_id","name");