import { Command } from "commander";
import { OperatorError } from "@/db/operator-error";
import { makeSample } from "@/server/sample/make";
import { removeSample } from "@/server/sample/remove";
import { withDatabase } from "./connect";

export function createCommand(): Command {
  return new Command("sample")
    .description("Create the sample workspace: a fictional company around the public record of 2025-26")
    .option("--remove", "delete the sample workspace with everything in it")
    .action(async ({ remove }: { remove?: boolean }) => {
      await withDatabase(async ({ db }) => {
        if (remove) {
          if (!(await removeSample(db)))
            throw new OperatorError("no-sample", "There is no sample workspace.");
          print("The sample workspace is removed.");
          return;
        }
        process.stderr.write("Filling the sample workspace ...\n");
        const { slug } = await makeSample({
          db,
          now: new Date(),
          actor: { kind: "system", name: "Command line" },
        });
        print(`The sample workspace is ready: /${slug}. \`npx faultline sample --remove\` removes it.`);
      });
    });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
