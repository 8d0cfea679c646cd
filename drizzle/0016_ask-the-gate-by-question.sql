ALTER TABLE "commit_status" RENAME COLUMN "target_url" TO "target_path";--> statement-breakpoint
DROP INDEX "gate_decision_revision";--> statement-breakpoint
ALTER TABLE "gate_decision" ADD COLUMN "question" text NOT NULL;--> statement-breakpoint
CREATE INDEX "pull_request_head" ON "pull_request" USING btree ("workspace_id","repository_id","head_revision");--> statement-breakpoint
CREATE INDEX "commit_status_integration" ON "commit_status" USING btree ("workspace_id","integration_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "gate_decision_held" ON "gate_decision" USING btree ("workspace_id","last_asked_at","id") WHERE decision = 'hold';--> statement-breakpoint
CREATE INDEX "gate_decision_question" ON "gate_decision" USING btree ("workspace_id","question","environment","first_asked_at");