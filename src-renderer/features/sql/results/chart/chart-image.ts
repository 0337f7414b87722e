/** The drawn chart as a file: an SVG that needs no style sheet, and the same as PNG. */

const copied = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "font-family", "font-size", "font-weight"] as const;
const titlePx = 28;

/** With its title above and the colour of the page behind it. */
export function svgText(svg: SVGSVGElement, title: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [[svg, ...svg.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    const target = to[index];
    for (const name of copied) target?.setAttribute(name, style.getPropertyValue(name));
    target?.removeAttribute("class");
    target?.removeAttribute("style");
  });
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
  const page = getComputedStyle(document.documentElement);
  const head = element("text", { x: "16", y: "19", "font-size": "13", "font-weight": "600", "font-family": page.getPropertyValue("--dw-font"), fill: page.getPropertyValue("--dw-text") });
  head.textContent = title;
  const body = element("g", { transform: `translate(0 ${titlePx})` });
  body.append(...copy.childNodes);
  copy.append(element("rect", { width: "100%", height: "100%", fill: page.getPropertyValue("--dw-surface") }), head, body);
  copy.removeAttribute("aria-hidden");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("height", String(height + titlePx));
  copy.setAttribute("viewBox", `0 0 ${width} ${height + titlePx}`);
  return new XMLSerializer().serializeToString(copy);
}

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const pixelsForOne = 2;

/** Rejects when the browser cannot draw it. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * pixelsForOne;
  canvas.height = image.height * pixelsForOne;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("The browser gives no canvas to draw the picture on.");
  context.scale(pixelsForOne, pixelsForOne);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error("The browser could not make a PNG of this size.")) : resolve(blob)), "image/png"));
}
