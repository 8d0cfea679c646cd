DROP INDEX "change_at";--> statement-breakpoint
DROP INDEX "change_verdict";--> statement-breakpoint
DROP INDEX "change_standing";--> statement-breakpoint
DROP INDEX "change_identity_external";--> statement-breakpoint
DROP INDEX "change_kind";--> statement-breakpoint
DROP INDEX "change_deployment";--> statement-breakpoint
ALTER TABLE "change" DROP CONSTRAINT "change_workspace_id_id_at_pk";--> statement-breakpoint
ALTER TABLE "change_identity" DROP CONSTRAINT "change_identity_workspace_id_source_external_id_pk";--> statement-breakpoint
ALTER TABLE "change_identity" ALTER COLUMN "source" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "change_identity" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "change" ADD CONSTRAINT "change_workspace_id_at_id_pk" PRIMARY KEY("workspace_id","at","id");--> statement-breakpoint
ALTER TABLE "change_identity" ADD CONSTRAINT "change_identity_workspace_id_external_id_source_pk" PRIMARY KEY("workspace_id","external_id","source");--> statement-breakpoint
CREATE INDEX "change_by_verdict" ON "change" USING btree ("workspace_id","verdict","at","id") WHERE verdict is not null;--> statement-breakpoint
CREATE INDEX "change_by_standing" ON "change" USING btree ("workspace_id","involvement_standing","at","id") WHERE involvement_standing <> 'detected';--> statement-breakpoint
CREATE INDEX "change_kind" ON "change" USING btree ("workspace_id","kind","at","id") WHERE kind not in ('code', 'deployment');--> statement-breakpoint
CREATE INDEX "change_deployment" ON "change" USING btree ("workspace_id","repository_id","environment","at") WHERE kind = 'deployment' and repository_id is not null;--> statement-breakpoint
-- A day's row is counted up again and again: with room on its page, that touches no index.
ALTER TABLE "change_day" SET (fillfactor = 60);
