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
