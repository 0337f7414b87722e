/** The picture in the tray: three tasks, two of which wait for the first. Drawn here, so that each size is sharp and takes the colour of its place. Pure. */
type Point = readonly [x: number, y: number];

/** In a square of 22. */
const nodes: readonly Point[] = [[5, 11], [17, 5], [17, 17]];
const radius = 3.2;
const lineWidth = 1.8;
const alertAt: Point = [17, 5];
const alertColour = [0xdc, 0x26, 0x26] as const;

/** @returns premultiplied BGRA rows, as `nativeImage.createFromBitmap` takes them; `isAlert` turns one task red */
export function trayPixels(size: number, colour: readonly [red: number, green: number, blue: number], isAlert: boolean): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const scale = 22 / size;
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const at: Point = [(column + 0.5) * scale, (row + 0.5) * scale];
      const alert = isAlert ? cover(distance(at, alertAt) - radius, scale) : 0;
      const shape = Math.max(...nodes.map((node) => cover(distance(at, node) - radius, scale)), ...nodes.slice(1).map((node) => cover(toLine(at, nodes[0] ?? node, node) - lineWidth / 2, scale)));
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
