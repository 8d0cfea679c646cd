"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { type FormWords, useMergedDraft } from "@/components/form/use-merged-draft";
import { request } from "@/components/query/client";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { toast } from "@/components/ui/toast";
import type { Service } from "@/domain/service/schema";

type Dependency = Service["dependsOn"][number];

export type DependenciesProps = {
  workspace: string;
  service: Pick<Service, "slug" | "name" | "version" | "dependsOn">;
  /** Every other service of the workspace. */
  others: readonly { slug: string; name: string }[];
};

const CRITICALITIES = [
  { value: "hard", label: "Hard" },
  { value: "soft", label: "Soft" },
] as const;

/** What the service depends on, as a whole list: it is replaced, not added to. */
export default function DependenciesDialog({
  workspace,
  service,
  others,
  onClose,
}: DependenciesProps & { onClose: () => void }) {
  const router = useRouter();
  const [opened] = useState(service);
  // A new key empties the field after each choice.
  const [added, setAdded] = useState(0);
  const names = new Map(others.map((other) => [other.slug, other.name]));
  const words: FormWords<{ dependsOn: Dependency[] }> = {
    what: "this service",
    labels: { dependsOn: "Depends on" },
    wordsOf: (_, dependencies) => wordsOf(dependencies, names),
    textOf: (_, dependencies) =>
      dependencies
        .map((one) => `${one.slug} ${one.criticality}`)
        .sort()
        .join(),
  };
  const merged = useMergedDraft(() => ({ dependsOn: service.dependsOn }), words);
  const chosen = merged.draft.dependsOn;
  const setChosen = (dependsOn: Dependency[]) => merged.setDraft({ dependsOn });
  const path = `/services/${encodeURIComponent(opened.slug)}`;
  const heading = useId();
  return (
    <FormDialog<Service>
      title={`What ${opened.name} depends on`}
      description="Hard: it fails with it, so an outage there predicts one here. Soft: it works on without it."
      action="Save"
      version={opened.version}
      fields={["dependsOn"]}
      send={(version) =>
        request<Service>(`${path}/dependencies`, {
          workspace,
          method: "PUT",
          body: { dependsOn: chosen },
          ifMatch: version,
        })
      }
      readStored={() => request<Service>(path, { workspace })}
      merge={{
        ...merged,
        meet: ({ dependsOn }, change) => merged.meet({ dependsOn }, change),
      }}
      onSaved={() => {
        toast({ title: "Dependencies saved", tone: "good" });
        router.refresh();
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Add a service" error={errors.dependsOn}>
            <Combobox
              key={added}
              value={null}
              placeholder="Name of a service"
              empty="No other service is called that."
              options={others
                .filter((other) => !chosen.some((one) => one.slug === other.slug))
                .map(({ slug, name }) => ({ value: slug, label: name, hint: slug }))}
              onChange={(slug) => {
                if (slug === null) return;
                setChosen([...chosen, { slug, criticality: "hard" }]);
                setAdded(added + 1);
              }}
            />
          </Field>
          <div>
            <h3 id={heading} className="pb-1">
              Depends on
            </h3>
            {chosen.length === 0 ? (
              <p className="text-ink-3">Nothing: it stands alone.</p>
            ) : (
              <ul aria-labelledby={heading} className="flex flex-col">
                {chosen.map((one) => {
                  const name = names.get(one.slug) ?? one.slug;
                  return (
                    <li
                      key={one.slug}
                      className="flex min-h-10 items-center gap-2 border-b border-line last:border-0"
                    >
                      <span className="min-w-0 flex-1 truncate">{name}</span>
                      <Segmented
                        size="sm"
                        label={`How ${name} matters`}
                        options={CRITICALITIES}
                        value={one.criticality}
                        onChange={(criticality) =>
                          setChosen(
                            chosen.map((other) =>
                              other.slug === one.slug ? { ...other, criticality } : other,
                            ),
                          )
                        }
                      />
                      <Button
                        variant="ghost"
                        size="sm"
                        icon
                        aria-label={`Remove ${name}`}
                        onClick={() => setChosen(chosen.filter((other) => other.slug !== one.slug))}
                      >
                        <X size={14} aria-hidden="true" />
                      </Button>
                    </li>
                  );
                })}
              </ul>
            )}
          </div>
        </>
      )}
    </FormDialog>
  );
}

function wordsOf(dependencies: readonly Dependency[], names: ReadonlyMap<string, string>): string {
  if (dependencies.length === 0) return "nothing";
  return dependencies.map((one) => `${names.get(one.slug) ?? one.slug} (${one.criticality})`).join(", ");
}
