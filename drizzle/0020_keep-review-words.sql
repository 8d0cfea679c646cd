ALTER TABLE "pull_request" ADD COLUMN "review_words" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "assessment_due" ADD COLUMN "agent_action_id" uuid;--> statement-breakpoint
CREATE INDEX "agent_action_change" ON "agent_action" USING btree ("workspace_id","change_id") WHERE change_id is not null;