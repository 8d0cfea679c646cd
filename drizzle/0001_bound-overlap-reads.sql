DROP INDEX "impact_service_ended";--> statement-breakpoint
CREATE INDEX "impact_long" ON "impact" USING btree ("workspace_id","service_id","started_at") WHERE ended_at - started_at > interval '72 hours';--> statement-breakpoint
CREATE INDEX "incident_resolved" ON "incident" USING btree ("workspace_id","resolved_at");