import type { ListParams } from "@/components/list/list-address";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import type { RequestScope } from "@/domain/sign-off/request-list";
import { isFiltered } from "./list-params";

/** An empty list says why it is one, and what leads out of it. */
export function NothingWaits({
  path,
  params,
  scope,
  isOnRoster,
  membersHref,
}: {
  path: string;
  params: ListParams;
  scope: RequestScope;
  isOnRoster: boolean;
  /** Where the viewer joins accounts with people; null where another does it for them. */
  membersHref: string | null;
}) {
  if (isFiltered(params)) {
    return (
      <EmptyState
        className="p-4"
        title="No request matches"
        action={<LinkButton href={`${path}?scope=${scope}`}>Clear filters</LinkButton>}
      >
        The filters let nothing through.
      </EmptyState>
    );
  }
  if (!isOnRoster && (scope === "for-me" || scope === "mine")) {
    return (
      <EmptyState
        className="p-4"
        title="You are nobody on the roster yet"
        action={
          <span className="flex flex-wrap gap-2">
            {membersHref === null ? null : <LinkButton href={membersHref}>Open members</LinkButton>}
            <LinkButton href={`${path}?scope=all`}>See all requests</LinkButton>
          </span>
        }
      >
        A sign-off is a person’s, at their level, so nothing can wait for you before your account is joined
        with your person. {membersHref === null ? "An admin does that" : "Choose Edit beside your name"} under
        Settings, Members.
      </EmptyState>
    );
  }
  const { title, text } = WORDS[scope];
  return (
    <EmptyState
      className="p-4"
      title={title}
      action={scope === "all" ? null : <LinkButton href={`${path}?scope=all`}>See all requests</LinkButton>}
    >
      {text}
    </EmptyState>
  );
}

const WORDS: Record<RequestScope, { title: string; text: string }> = {
  "for-me": {
    title: "Nothing waits for you",
    text: "What a rule of the policy asks you for shows up here by itself, riskiest first.",
  },
  mine: { title: "None of your changes waits", text: "What waits for others of what you made stands here." },
  decided: { title: "Nothing is decided yet", text: "What was signed, declined or let through stands here." },
  all: {
    title: "No sign-off was ever asked for",
    text: "A request comes into being once a rule of the policy matches a change, an open pull request or what an agent wants to do.",
  },
};
