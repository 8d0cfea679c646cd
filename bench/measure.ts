/** Milliseconds of each of `runs` calls after `warmUps` that do not count, in order of size. */
export async function sample(
  runs: number,
  work: (run: number) => Promise<unknown> | unknown,
  warmUps = 2,
): Promise<number[]> {
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const startedMs = performance.now();
    await work(run);
    if (run >= 0) times.push(performance.now() - startedMs);
  }
  return times.sort((a, b) => a - b);
}

export function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** How often a second `work` is done by so many hands side by side. */
export async function ratePerSecond(
  { forMs, hands }: { forMs: number; hands: number },
  work: () => Promise<unknown>,
): Promise<number> {
  for (let warmUp = 0; warmUp < 50; warmUp++) await work();
  const startedMs = performance.now();
  let done = 0;
  const hand = async () => {
    while (performance.now() - startedMs < forMs) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return (done / (performance.now() - startedMs)) * 1000;
}

/** Prints rates of one question side by side, each as a ratio to the floor, which is the first. */
export function printRates(title: string, lines: readonly (readonly [string, number])[]): void {
  const floor = lines[0]?.[1] ?? Number.NaN;
  console.log(`\n${title}`);
  for (const [name, perSecond] of lines) {
    const ratio = perSecond === floor ? "floor" : `${(perSecond / floor).toFixed(2)} x`;
    console.log(
      `  ${name.padEnd(52)} ${Math.round(perSecond).toLocaleString("en").padStart(8)} /s  ${ratio.padStart(8)}`,
    );
  }
}

export interface Figure {
  name: string;
  /** Median of the runs. */
  ms: number;
  note?: string;
}

/** Prints figures of one question side by side, each as a ratio to the floor. */
export function printFigures(title: string, floor: Figure, others: readonly Figure[]): void {
  console.log(`\n${title}`);
  for (const figure of [floor, ...others]) {
    const ratio =
      figure === floor ? "floor" : `${(figure.ms / floor.ms).toFixed(figure.ms / floor.ms < 10 ? 2 : 0)} x`;
    console.log(
      `  ${figure.name.padEnd(44)} ${figure.ms.toFixed(2).padStart(10)} ms  ${ratio.padStart(9)}${figure.note ? `  ${figure.note}` : ""}`,
    );
  }
}
