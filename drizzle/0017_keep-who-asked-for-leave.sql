ALTER TABLE "agent_action" ADD COLUMN "asked_by_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_action" ADD COLUMN "asked_by_person_id" uuid;--> statement-breakpoint
ALTER TABLE "agent_action" ADD COLUMN "autonomy" text;--> statement-breakpoint
ALTER TABLE "agent_action" ADD COLUMN "rule_name" text;--> statement-breakpoint
ALTER TABLE "agent_action" ADD COLUMN "decided_by" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_action" ADD COLUMN "started_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "agent_action" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "agent_action" ADD COLUMN "flag" text;