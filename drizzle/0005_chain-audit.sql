CREATE TABLE "audit_checkpoint" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"pruned_at" timestamp (3) with time zone NOT NULL,
	"key_id" text NOT NULL,
	"mac" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_erased_row" (
	"workspace_id" uuid NOT NULL,
	"erasure_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"details_digest" "bytea" NOT NULL,
	CONSTRAINT "audit_erased_row_workspace_id_erasure_id_event_id_pk" PRIMARY KEY("workspace_id","erasure_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seal" (
	"workspace_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"previous_position" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"adopted" boolean NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	"key_id" text NOT NULL,
	"mac" "bytea" NOT NULL,
	CONSTRAINT "audit_seal_workspace_id_position_pk" PRIMARY KEY("workspace_id","position")
);
--> statement-breakpoint
CREATE TABLE "audit_verification" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"verified_at" timestamp (3) with time zone NOT NULL,
	"position" bigint NOT NULL,
	"findings" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "audit_event_at";--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "details_salt" "bytea";--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "details_digest" "bytea";--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "row_hash" "bytea";--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "position" bigint;--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "chain_hash" "bytea";--> statement-breakpoint
ALTER TABLE "audit_event" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "audit_retention_days" integer;--> statement-breakpoint
ALTER TABLE "audit_checkpoint" ADD CONSTRAINT "audit_checkpoint_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_erased_row" ADD CONSTRAINT "audit_erased_row_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_head" ADD CONSTRAINT "audit_head_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_verification" ADD CONSTRAINT "audit_verification_workspace_id_workspace_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_erased_row_event" ON "audit_erased_row" USING btree ("workspace_id","event_id");--> statement-breakpoint
CREATE INDEX "audit_event_action" ON "audit_event" USING btree ("workspace_id","action","at","id");--> statement-breakpoint
CREATE INDEX "audit_event_actor" ON "audit_event" USING btree ("workspace_id","actor_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_event_request" ON "audit_event" USING btree ("workspace_id","request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_event_position" ON "audit_event" USING btree ("workspace_id","position");--> statement-breakpoint
CREATE INDEX "audit_event_unchained" ON "audit_event" USING btree ("workspace_id","at","id") WHERE position is null;--> statement-breakpoint
CREATE INDEX "audit_event_at" ON "audit_event" USING btree ("workspace_id","at","id");