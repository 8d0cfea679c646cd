CREATE TABLE "agent" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"tool" text,
	"description" text,
	"owner_id" uuid,
	"team_id" uuid,
	"permissions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"credential_scope" text,
	"disabled_at" timestamp (3) with time zone,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "agent_action" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"environment" text NOT NULL,
	"service_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"destructive" boolean NOT NULL,
	"reason" text NOT NULL,
	"prompted_by_id" uuid,
	"asked_by" text NOT NULL,
	"decision" text NOT NULL,
	"decision_reason" text NOT NULL,
	"policy_version" integer,
	"rule_id" text,
	"state" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"outcome" text,
	"reported_at" timestamp (3) with time zone,
	"change_id" uuid,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "agent_action_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"event" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"response_status" integer,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "notification_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "notification_channel" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sealed_url" text NOT NULL,
	"host" text NOT NULL,
	"sealed_secret" text,
	"events" text[] NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notification_channel_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "absence" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date,
	"note" text,
	"generated" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "absence_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_version" (
	"workspace_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"when_unreachable" text NOT NULL,
	"reason" text NOT NULL,
	"saved_by" text NOT NULL,
	"user_id" text,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "policy_version_workspace_id_version_pk" PRIMARY KEY("workspace_id","version")
);
--> statement-breakpoint
CREATE TABLE "assessment_due" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"change_id" uuid,
	"repository_id" uuid,
	"pull_request" integer,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "assessment_due_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "break_glass" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"change_id" uuid,
	"repository_id" uuid,
	"revision" text,
	"environment" text NOT NULL,
	"reason" text NOT NULL,
	"person_id" uuid,
	"opened_by" text NOT NULL,
	"user_id" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	"reviewed_at" timestamp (3) with time zone,
	"reviewed_by" text,
	"review_note" text,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "break_glass_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "commit_status" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"integration_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"revision" text NOT NULL,
	"context" text NOT NULL,
	"state" text NOT NULL,
	"description" text NOT NULL,
	"target_url" text,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"due_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "commit_status_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "gate_decision" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"repository" text,
	"revision" text,
	"environment" text NOT NULL,
	"change_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"policy_version" integer,
	"rule_id" text,
	"asked_by" text NOT NULL,
	"asks" integer DEFAULT 1 NOT NULL,
	"first_asked_at" timestamp (3) with time zone NOT NULL,
	"last_asked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gate_decision_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "sign_off" (
	"workspace_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"user_id" text,
	"decision" text NOT NULL,
	"level" text,
	"team_id" uuid,
	"roles" text[] DEFAULT '{}'::text[] NOT NULL,
	"revision" text,
	"at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"external_id" text,
	"comment" text,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_by" text,
	"withdrawn_reason" text,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "sign_off_workspace_id_request_id_id_pk" PRIMARY KEY("workspace_id","request_id","id")
);
--> statement-breakpoint
CREATE TABLE "sign_off_event" (
	"workspace_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"body" text NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	CONSTRAINT "sign_off_event_workspace_id_request_id_id_pk" PRIMARY KEY("workspace_id","request_id","id")
);
--> statement-breakpoint
CREATE TABLE "sign_off_request" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject" text NOT NULL,
	"change_id" uuid,
	"change_at" timestamp (3) with time zone,
	"repository_id" uuid,
	"pull_request" integer,
	"agent_action_id" uuid,
	"state" text NOT NULL,
	"holds" boolean NOT NULL,
	"policy_version" integer NOT NULL,
	"rule_id" text NOT NULL,
	"rule_name" text NOT NULL,
	"mode" text NOT NULL,
	"reason" text NOT NULL,
	"missing_approvals" integer,
	"minimum_level" text,
	"approver_role" text,
	"approver_team" text DEFAULT 'any' NOT NULL,
	"revision" text,
	"environment" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"url" text,
	"additions" integer,
	"deletions" integer,
	"files" integer,
	"service_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"author_id" uuid,
	"author_name" text,
	"author_level" text,
	"author_team_id" uuid,
	"prompted_by_id" uuid,
	"involvement" text NOT NULL,
	"ai_role" text,
	"ai_tool" text,
	"ai_grade" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"live_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"assignee_id" uuid,
	"risk" real DEFAULT 0 NOT NULL,
	"generated" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sign_off_request_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "change" ADD COLUMN "sign_off" text;--> statement-breakpoint
ALTER TABLE "integration" ADD COLUMN "sealed_api_token" text;--> statement-breakpoint
ALTER TABLE "integration" ADD COLUMN "api_url" text;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_workspace_id_owner_id_person_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."person"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent" ADD CONSTRAINT "agent_workspace_id_team_id_team_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."team"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_action" ADD CONSTRAINT "agent_action_workspace_id_agent_id_agent_workspace_id_id_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agent"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_workspace_id_channel_id_notification_channel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."notification_channel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_channel" ADD CONSTRAINT "notification_channel_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_workspace_id_person_id_person_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."person"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_version" ADD CONSTRAINT "policy_version_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commit_status" ADD CONSTRAINT "commit_status_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_decision" ADD CONSTRAINT "gate_decision_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_off" ADD CONSTRAINT "sign_off_workspace_id_request_id_sign_off_request_workspace_id_id_fk" FOREIGN KEY ("workspace_id","request_id") REFERENCES "public"."sign_off_request"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_off_event" ADD CONSTRAINT "sign_off_event_workspace_id_request_id_sign_off_request_workspace_id_id_fk" FOREIGN KEY ("workspace_id","request_id") REFERENCES "public"."sign_off_request"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_off_request" ADD CONSTRAINT "sign_off_request_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_slug" ON "agent" USING btree ("workspace_id","slug");--> statement-breakpoint
CREATE INDEX "agent_action_requested" ON "agent_action" USING btree ("workspace_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "agent_action_agent" ON "agent_action" USING btree ("workspace_id","agent_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "agent_action_expiring" ON "agent_action" USING btree ("workspace_id","expires_at") WHERE state in ('waiting', 'approved', 'allowed');--> statement-breakpoint
CREATE INDEX "notification_channel_created" ON "notification" USING btree ("workspace_id","channel_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notification_due" ON "notification" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "notification_channel_name" ON "notification_channel" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "absence_person" ON "absence" USING btree ("workspace_id","person_id","from_day");--> statement-breakpoint
CREATE INDEX "policy_version_effective" ON "policy_version" USING btree ("workspace_id","effective_from","version");--> statement-breakpoint
CREATE INDEX "assessment_due_at" ON "assessment_due" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "break_glass_opened" ON "break_glass" USING btree ("workspace_id","opened_at","id");--> statement-breakpoint
CREATE INDEX "break_glass_change" ON "break_glass" USING btree ("workspace_id","change_id");--> statement-breakpoint
CREATE INDEX "break_glass_revision" ON "break_glass" USING btree ("workspace_id","repository_id","revision");--> statement-breakpoint
CREATE UNIQUE INDEX "commit_status_once" ON "commit_status" USING btree ("workspace_id","repository_id","revision","context");--> statement-breakpoint
CREATE INDEX "commit_status_due" ON "commit_status" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "gate_decision_asked" ON "gate_decision" USING btree ("workspace_id","last_asked_at","id");--> statement-breakpoint
CREATE INDEX "gate_decision_revision" ON "gate_decision" USING btree ("workspace_id","repository","revision","environment","first_asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_off_external" ON "sign_off" USING btree ("workspace_id","request_id","source","external_id") WHERE external_id is not null;--> statement-breakpoint
CREATE INDEX "sign_off_person" ON "sign_off" USING btree ("workspace_id","person_id","at");--> statement-breakpoint
CREATE INDEX "sign_off_at" ON "sign_off" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_off_request_change" ON "sign_off_request" USING btree ("workspace_id","change_id") WHERE change_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sign_off_request_pull_request" ON "sign_off_request" USING btree ("workspace_id","repository_id","pull_request") WHERE pull_request is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sign_off_request_agent_action" ON "sign_off_request" USING btree ("workspace_id","agent_action_id") WHERE agent_action_id is not null;--> statement-breakpoint
CREATE INDEX "sign_off_request_waiting" ON "sign_off_request" USING btree ("workspace_id","requested_at","id") WHERE state in ('waiting', 'declined');--> statement-breakpoint
CREATE INDEX "sign_off_request_author" ON "sign_off_request" USING btree ("workspace_id","author_id","requested_at");--> statement-breakpoint
CREATE INDEX "sign_off_request_requested" ON "sign_off_request" USING btree ("workspace_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "sign_off_request_live" ON "sign_off_request" USING btree ("workspace_id","live_at","id") WHERE live_at is not null;--> statement-breakpoint
CREATE INDEX "change_sign_off" ON "change" USING btree ("workspace_id","at","id") WHERE sign_off is not null;