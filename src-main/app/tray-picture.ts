/** The picture in the tray: three tasks, two of which wait for the first. Drawn here, so that each size is sharp and takes the colour of its place. Pure. */
type Point = readonly [x: number, y: number];

/** In a square of 22. */
const nodes: readonly Point[] = [[5, 11], [17, 5], [17, 17]];
const radius = 3.2;
const lineWidth = 1.8;
/** Larger than a task and apart from its line, for who sees no red. */
const alertAt: Point = [16.4, 5.6];
const alertRadius = 4.2;
const alertGap = 1.5;

type Colour = readonly [red: number, green: number, blue: number];

/** Between light and dark: a panel may be either, whatever the theme of the programs is. */
export const trayColour: Colour = [0x6b, 0x70, 0xf3];
export const alertColour: Colour = [0xe0, 0x2d, 0x2d];

/** @returns premultiplied BGRA rows, as `nativeImage.createFromBitmap` takes them; `isAlert` makes one task a large red one */
export function trayPixels(size: number, colour: Colour, isAlert: boolean): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const scale = 22 / size;
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const at: Point = [(column + 0.5) * scale, (row + 0.5) * scale];
      const alert = isAlert ? cover(distance(at, alertAt) - alertRadius, scale) : 0;
      const left = isAlert ? 1 - cover(distance(at, alertAt) - alertRadius - alertGap, scale) : 1;
      const shape = left * Math.max(...nodes.map((node) => cover(distance(at, node) - radius, scale)), ...nodes.slice(1).map((node) => cover(toLine(at, nodes[0] ?? node, node) - lineWidth / 2, scale)));
      const alpha = Math.max(alert, shape);
      const [red, green, blue] = alert > 0 ? alertColour : colour;
      pixels.set([blue * alpha, green * alpha, red * alpha, 255 * alpha].map(Math.round), (row * size + column) * 4);
    }
  return pixels;
}

const distance = ([x, y]: Point, [otherX, otherY]: Point): number => Math.hypot(x - otherX, y - otherY);

/** How much of a pixel lies inside of an edge that is so far away. */
const cover = (outsideBy: number, pixel: number): number => Math.max(0, Math.min(1, 0.5 - outsideBy / pixel));

function toLine(at: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [x, y] = [toX - fromX, toY - fromY];
  const along = Math.max(0, Math.min(1, ((at[0] - fromX) * x + (at[1] - fromY) * y) / (x * x + y * y)));
  return distance(at, [fromX + along * x, fromY + along * y]);
}
