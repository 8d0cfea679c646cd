/** One bin of a reliability diagram: what was said on average, and how often it was right, each 0..1. */
export interface ReliabilityBin {
  cases: number;
  said: number;
  right: number;
}

const SIZE = 320;
const MARGIN = 44;

/** A reliability diagram (Murphy and Winkler 1977) as SVG: on the diagonal what is said is what happens. */
export function reliabilityPlot(bins: readonly ReliabilityBin[], title: string): string {
  const x = (value: number) => MARGIN + value * SIZE;
  const y = (value: number) => MARGIN + (1 - value) * SIZE;
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    .map(
      (tick) => `  <line x1="${x(0)}" y1="${y(tick)}" x2="${x(1)}" y2="${y(tick)}" stroke="#d5d9df"/>
  <text x="${x(0) - 6}" y="${y(tick) + 4}" text-anchor="end">${tick}</text>
  <text x="${x(tick)}" y="${y(0) + 16}" text-anchor="middle">${tick}</text>`,
    )
    .join("\n");
  const marks = bins
    .filter(({ cases }) => cases > 0)
    .map(
      ({
        cases,
        said,
        right,
      }) => `  <circle cx="${x(said).toFixed(1)}" cy="${y(right).toFixed(1)}" r="${(3 + Math.sqrt(cases)).toFixed(1)}" fill="#3b4654" fill-opacity="0.75"/>
  <text x="${(x(said) - 8 - Math.sqrt(cases)).toFixed(1)}" y="${(y(right) - 4).toFixed(1)}" text-anchor="end">${cases}</text>`,
    )
    .join("\n");
  const side = SIZE + 2 * MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}" font-family="system-ui, sans-serif" font-size="11" fill="#3b4654" role="img" aria-label="${title}">
  <rect width="${side}" height="${side}" fill="#ffffff"/>
  <text x="${x(0)}" y="24" font-size="13">${title}</text>
${ticks}
  <line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#8a94a3" stroke-dasharray="4 4"/>
${marks}
  <text x="${x(0.5)}" y="${y(0) + 34}" text-anchor="middle">probability said</text>
  <text transform="translate(12 ${y(0.5)}) rotate(-90)" text-anchor="middle">share that was right</text>
</svg>
`;
}
