export type LabelPlace = { row: number; middle: number };

/**
 * Puts labels, each centred on its x where that fits, into the first row with room, from left to right. A label that
 * finds no room in any row is left out (null): what it names is still there to be pointed at.
 */
export function placeLabels(
  labels: readonly { x: number; width: number }[],
  bounds: { from: number; to: number; rowsMax: number },
): (LabelPlace | null)[] {
  const rowEnds: number[] = [];
  return labels.map((label) => {
    const half = label.width / 2;
    const middle = Math.max(bounds.from + half, Math.min(bounds.to - half, label.x));
    for (let row = 0; row < bounds.rowsMax; row += 1) {
      const end = rowEnds[row] ?? Number.NEGATIVE_INFINITY;
      if (middle - half < end) continue;
      rowEnds[row] = middle + half;
      return { row, middle };
    }
    return null;
  });
}
