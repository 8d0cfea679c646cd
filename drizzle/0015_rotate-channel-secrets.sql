ALTER TABLE "notification_channel" ADD COLUMN "sealed_old_secret" text;--> statement-breakpoint
ALTER TABLE "notification_channel" ADD COLUMN "old_secret_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "notification_channel" ADD COLUMN "disabled_reason" text;