ALTER TABLE "import_run" ADD COLUMN "refused" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "import_run" ADD COLUMN "heartbeat_at" timestamp (3) with time zone;