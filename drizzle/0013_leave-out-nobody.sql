DROP INDEX "change_author";--> statement-breakpoint
DROP INDEX "change_repository";--> statement-breakpoint
CREATE INDEX "change_author" ON "change" USING btree ("workspace_id","author_id","at","id") WHERE author_id is not null;--> statement-breakpoint
CREATE INDEX "change_repository" ON "change" USING btree ("workspace_id","repository_id","at") WHERE repository_id is not null;