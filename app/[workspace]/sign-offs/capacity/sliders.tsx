import { type CapacityEstimate, SIZE_STEPS } from "@/domain/capacity/what-if";
import { numberWords } from "@/domain/overview/words";
import { type SliderValues, sliderValues } from "./capacity-query";

interface SliderSpec {
  /** Also the name under which the form sends it. */
  key: keyof SliderValues;
  label: string;
  unit: string;
  min: number;
  max: number;
  step: number;
  shown?: (value: number) => string;
}

/** What can be asked of this estimate: without a known adoption there is none to change. */
function slidersOf(estimate: CapacityEstimate): SliderSpec[] {
  const sliders: SliderSpec[] = [
    { key: "fewer", label: "Fewer reviewers", unit: "%", min: 0, max: 80, step: 5 },
    { key: "adoption", label: "AI adoption", unit: "%", min: 0, max: 100, step: 1 },
    {
      key: "size",
      label: "Only changes of at least",
      unit: "lines",
      min: 0,
      max: SIZE_STEPS.length - 1,
      step: 1,
      shown: (place) => numberWords(SIZE_STEPS[place] ?? 0),
    },
    { key: "minutes", label: "One review takes", unit: "min", min: 5, max: 120, step: 1 },
    {
      key: "hours",
      label: "Each reviewer gives a week",
      unit: "h",
      min: 0,
      max: Math.max(10, Math.ceil(sliderValues(estimate, {}).hours)),
      step: 0.1,
      shown: (hours) => numberWords(hours, 1),
    },
  ];
  return sliders.filter(({ key }) => key !== "adoption" || estimate.adoptionRatio !== null);
}

export function Sliders({
  estimate,
  values,
  onChange,
}: {
  estimate: CapacityEstimate;
  values: SliderValues;
  onChange: (changed: Partial<SliderValues>) => void;
}) {
  return slidersOf(estimate).map(({ key, label, unit, min, max, step, shown = numberWords }) => {
    const [id, words] = [`what-if-${key}`, `${shown(values[key])} ${unit}`];
    return (
      <div key={key}>
        <div className="flex items-baseline justify-between gap-3">
          <label htmlFor={id} className="text-ink-2">
            {label}
          </label>
          <output htmlFor={id} className="font-medium">
            {words}
          </output>
        </div>
        <input
          id={id}
          type="range"
          name={key}
          min={min}
          max={max}
          step={step}
          value={values[key]}
          aria-valuetext={words}
          onChange={(event) => onChange({ [key]: Number(event.target.value) })}
          className="mt-1 h-5 w-full accent-(--accent) touch:h-10"
        />
      </div>
    );
  });
}
