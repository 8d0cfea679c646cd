"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import type { ListParams } from "@/components/list/list-address";
import { Button, LinkButton } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { REQUEST_ORDERS, type RequestScope } from "@/domain/sign-off/request-list";
import { SIGN_OFF_STATE_WORDS, SIGN_OFF_STATES } from "@/domain/sign-off/states";
import { isFiltered } from "./list-params";

const ORDER_WORDS: Record<(typeof REQUEST_ORDERS)[number], string> = {
  riskiest: "Riskiest, then oldest",
  oldest: "Longest waiting first",
  newest: "Newest first",
};

/** The order and the filters: a plain form, so that it works before any script has arrived. */
export function Filters({
  path,
  params,
  scope,
  services,
}: {
  path: string;
  params: ListParams;
  scope: RequestScope;
  services: readonly { slug: string; name: string }[];
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const apply = () => {
    if (form.current === null) return;
    const next = new URLSearchParams();
    for (const [name, value] of new FormData(form.current)) {
      if (typeof value === "string" && value !== "") next.set(name, value);
    }
    router.push(`${path}?${next}`, { scroll: false });
  };
  const isWaiting = scope === "for-me" || scope === "mine";
  return (
    <form
      ref={form}
      action={path}
      className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:[&>span]:flex-[1_1_9rem] print:hidden"
      key={JSON.stringify(params)}
    >
      <input type="hidden" name="scope" value={scope} />
      {["team", "rule"].map((name) =>
        params[name] ? <input key={name} type="hidden" name={name} value={params[name]} /> : null,
      )}
      <Select
        name="order"
        aria-label="Order"
        className="sm:!w-auto"
        defaultValue={params.order ?? (isWaiting ? "riskiest" : "newest")}
        options={REQUEST_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))}
        onChange={apply}
      />
      <Select
        name="service"
        aria-label="Service"
        className="sm:!w-auto sm:max-w-44"
        defaultValue={params.service ?? ""}
        options={[
          { value: "", label: "Every service" },
          ...services.map(({ slug, name }) => ({ value: slug, label: name })),
        ]}
        onChange={apply}
      />
      {isWaiting ? null : (
        <Select
          name="state"
          aria-label="State"
          className="sm:!w-auto"
          defaultValue={params.state ?? ""}
          options={[{ value: "", label: "Every state" }, ...stateOptions(params.state)]}
          onChange={apply}
        />
      )}
      <noscript>
        <Button type="submit">Show</Button>
      </noscript>
      {isFiltered(params) ? (
        <LinkButton variant="ghost" href={`${path}?scope=${scope}`} scroll={false}>
          Clear filters
        </LinkButton>
      ) : null}
    </form>
  );
}

/** A figure's link may name several states at once; they stay one choice. */
function stateOptions(asked: string | undefined) {
  const single = SIGN_OFF_STATES.map((value) => ({
    value: value as string,
    label: SIGN_OFF_STATE_WORDS[value],
  }));
  if (asked === undefined || !asked.includes(",")) return single;
  const words = asked
    .split(",")
    .map((one) => single.find(({ value }) => value === one)?.label ?? one)
    .join(", ");
  return [...single, { value: asked, label: words }];
}
