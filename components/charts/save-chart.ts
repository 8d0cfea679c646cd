const written = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "shape-rendering",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant-numeric",
  "text-anchor",
] as const;

const margin = 16;
/** Sharp on a slide. */
const pngScale = 3;

/** Downloads a chart as it stands on the page, in the colours it has there, with nothing left to look up. */
export async function saveChart(chart: SVGSVGElement, name: string, kind: "svg" | "png"): Promise<void> {
  const { text, width, height } = standalone(chart);
  const svg = new Blob([text], { type: "image/svg+xml" });
  offer(kind === "svg" ? svg : await rasterise(text, width, height), `${name}.${kind}`);
}

function standalone(chart: SVGSVGElement) {
  const copy = chart.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new TypeError("The chart is not an SVG.");
  const from = [chart, ...chart.querySelectorAll<SVGElement>("*")];
  const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    const target = to[index];
    if (target === undefined) return;
    for (const property of written) {
      const value = style.getPropertyValue(property);
      if (value !== "") target.setAttribute(property, value);
    }
    target.removeAttribute("class");
  });
  // A picture on its own leads nowhere: its links become groups.
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  const width = chart.viewBox.baseVal.width + 2 * margin;
  const height = chart.viewBox.baseVal.height + 2 * margin;
  copy.setAttribute("viewBox", `${-margin} ${-margin} ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.prepend(background(width, height, getComputedStyle(chart).getPropertyValue("--surface").trim()));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function background(width: number, height: number, colour: string): SVGRectElement {
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const box = { x: -margin, y: -margin, width, height, fill: colour || "#ffffff" };
  for (const [attribute, value] of Object.entries(box)) rect.setAttribute(attribute, String(value));
  return rect;
}

async function rasterise(text: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * pngScale;
  canvas.height = height * pngScale;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser cannot draw the picture; take the SVG.");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))));
  });
}

function offer(blob: Blob, fileName: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
