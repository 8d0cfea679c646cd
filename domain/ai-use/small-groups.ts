/**
 * Which groups' figures may be shown to somebody who may see no person's: none of fewer than `min` people, and none
 * from which a smaller one follows as the whole less what is shown. So the smallest groups are hidden, one by one,
 * until those that are hidden, with the people of no group, are nobody or at least `min` people together.
 */
export function hiddenGroups(
  people: ReadonlyMap<string, number>,
  { ungrouped, min }: { ungrouped: number; min: number },
): Set<string> {
  const bySize = [...people].sort(([a, sizeA], [b, sizeB]) => sizeA - sizeB || (a < b ? -1 : 1));
  const hidden = new Set<string>();
  let hiddenPeople = ungrouped;
  for (const [group, size] of bySize) {
    if (size === 0) continue;
    const isEnough = hiddenPeople === 0 || hiddenPeople >= min;
    if (size >= min && isEnough) break;
    hidden.add(group);
    hiddenPeople += size;
  }
  return hidden;
}
