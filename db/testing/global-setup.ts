import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../migrate";
import { databaseUrl, runOn, startScratchPostgres } from "./scratch-server";

declare module "vitest" {
  export interface ProvidedContext {
    scratchPostgres: { url: string; template: string };
  }
}

/** One scratch server for the whole run, and one migrated database that every test file copies. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await scratchServer();
  const template = `faultline_template_${randomBytes(6).toString("hex")}`;
  const url = databaseUrl(server.url, template);
  await runOn(server.url, `create database ${template} template template0`);
  await migrateDatabase(url);
  project.provide("scratchPostgres", { url: server.url, template });
  return async () => {
    if (server.shared) await runOn(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

interface ScratchServer {
  url: string;
  shared: boolean;
  stop(): Promise<void>;
}

async function scratchServer(): Promise<ScratchServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") return { url: given, shared: true, stop: async () => undefined };
  return { ...(await startScratchPostgres()), shared: false };
}
