ALTER TABLE "sign_off_request" ADD COLUMN "prompter_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL;--> statement-breakpoint
UPDATE "sign_off_request" SET "prompter_ids" = ARRAY["prompted_by_id"] WHERE "prompted_by_id" IS NOT NULL;--> statement-breakpoint
-- Only the first of several was kept: what still waits is assessed anew, which finds the others.
INSERT INTO "assessment_due" ("workspace_id", "id", "change_id", "repository_id", "pull_request", "agent_action_id", "due_at")
SELECT "workspace_id", gen_random_uuid(), "change_id",
	CASE WHEN "change_id" IS NULL THEN "repository_id" END, CASE WHEN "change_id" IS NULL THEN "pull_request" END,
	CASE WHEN "change_id" IS NULL THEN "agent_action_id" END, now()
FROM "sign_off_request" WHERE "prompted_by_id" IS NOT NULL AND "state" IN ('waiting', 'declined');
