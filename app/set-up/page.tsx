import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Command, EntryFrame } from "@/components/account/entry-frame";
import { hasUser } from "@/server/auth/set-up-code";
import { applicationDatabase } from "@/server/database";
import { SetUpForm } from "./set-up-form";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  if (await hasUser(applicationDatabase().db)) redirect("/sign-in");
  return (
    <EntryFrame
      title="Set up Faultline"
      lead="Nobody has an account yet. The first one owns every workspace and invites the others."
      footer={
        <details>
          <summary className="w-fit list-none hover:text-ink hover:underline">
            Where is the set-up code?
          </summary>
          <p className="pt-2">
            Faultline writes it to its log at start, until there is an owner: in the terminal of{" "}
            <Command>npm start</Command>, or with <Command>docker compose logs</Command>. Whoever can read
            that log may set it up.
          </p>
        </details>
      }
    >
      <SetUpForm />
    </EntryFrame>
  );
}
