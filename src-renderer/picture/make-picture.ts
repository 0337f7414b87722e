/**
 * Makes a picture file of a whole DAG: SVG text, or a PNG painted piece by piece. The page stays alive meanwhile: work is cut into
 * slices, progress is told, and a signal ends it. The YAML of the DAG travels inside the file.
 */
import { t } from "../strings/t.ts";
import { paintShape } from "./paint-shapes.ts";
import { drawPicture, pictureBounds, pieceCount, type PictureLook, type PictureSubject } from "./draw-picture.ts";
import { coloursOf, type PictureTheme } from "./picture-colours.ts";
import { withPngText } from "./png-text.ts";
import { canvasFont, type FontName, type MeasureText, type Shape } from "./shapes.ts";
import { svgHead, svgShape, svgTail } from "./svg-picture.ts";
import { language } from "../strings/language.ts";

export interface PictureWish {
  readonly format: "svg" | "png";
  readonly theme: PictureTheme;
  readonly isTransparent: boolean;
  readonly scale: number;
}

export interface PictureJob {
  readonly subject: PictureSubject;
  /** What a screen reader calls the picture. */
  readonly title: string;
  readonly yaml: string;
  readonly wish: PictureWish;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
}

export const pngKeyword = "Dagwright DAG";

/** What browsers paint at most: pixels a side, and in all (four bytes each). */
const longestSide = 16_384;
const mostPixels = 120_000_000;
const sliceMs = 12;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export function sizeOf(subject: PictureSubject, scale: number): PictureSize {
  const { width, height } = pictureBounds(subject);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** Why a PNG of this size cannot be made, as a sentence; null when it can. */
export function tooLargeForPng(subject: PictureSubject, scale: number): string | null {
  const fits = (by: number): boolean => {
    const { width, height } = sizeOf(subject, by);
    return width <= longestSide && height <= longestSide && width * height <= mostPixels;
  };
  if (fits(scale)) return null;
  const { width, height } = sizeOf(subject, scale);
  const smaller = [2, 1].find((each) => each < scale && fits(each));
  const way = smaller === undefined ? t("Choose SVG, which has no limit.") : t("Choose {{smaller}}×, or SVG, which has no limit.", { smaller });
  return t("At {{scale}}× the picture is {{number}} × {{number2}} pixels; a PNG may have {{number3}} a side and {{number4}} in all here. {{way}}", { scale, number: count(width), number2: count(height), number3: count(longestSide), number4: count(mostPixels), way });
}

function count(value: number): string {
  return value.toLocaleString(language);
}

export async function makePicture(job: PictureJob): Promise<Blob> {
  await document.fonts.ready;
  const look: PictureLook = { colours: coloursOf(job.wish.theme), isTransparent: job.wish.isTransparent, measure: measurer() };
  return job.wish.format === "svg" ? makeSvg(job, look) : await makePng(job, look);
}

async function makeSvg(job: PictureJob, look: PictureLook): Promise<Blob> {
  const parts = [svgHead(pictureBounds(job.subject), { title: job.title, source: job.yaml, scale: job.wish.scale })];
  await inSlices(job, look, (shapes) => parts.push(shapes.map(svgShape).join("")));
  return new Blob([...parts, svgTail], { type: "image/svg+xml" });
}

async function makePng(job: PictureJob, look: PictureLook): Promise<Blob> {
  const { subject, wish } = job;
  const refusal = tooLargeForPng(subject, wish.scale);
  if (refusal !== null) throw new Error(refusal);
  const bounds = pictureBounds(subject);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bounds.width * wish.scale);
  canvas.height = Math.round(bounds.height * wish.scale);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("The browser gives no canvas of this size. Choose a smaller scale, or SVG.");
  context.setTransform(wish.scale, 0, 0, wish.scale, -bounds.x * wish.scale, -bounds.y * wish.scale);
  await inSlices(job, look, (shapes) => shapes.forEach((shape) => paintShape(context, shape)));
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  // The memory of a large canvas goes at once, not with the next sweep.
  canvas.width = 0;
  if (blob === null) throw new Error("The browser could not make a PNG of this size. Choose a smaller scale, or SVG.");
  const bytes = withPngText(new Uint8Array(await blob.arrayBuffer()), pngKeyword, job.yaml);
  return new Blob([bytes.slice().buffer], { type: "image/png" });
}

async function inSlices({ subject, signal, onProgress }: PictureJob, look: PictureLook, take: (shapes: readonly Shape[]) => void): Promise<void> {
  const all = pieceCount(subject);
  let done = 0;
  let until = performance.now() + sliceMs;
  for (const shapes of drawPicture(subject, look)) {
    take(shapes);
    done += 1;
    if (performance.now() < until) continue;
    onProgress(done / all);
    await new Promise((go) => setTimeout(go, 0));
    signal.throwIfAborted();
    until = performance.now() + sliceMs;
  }
  onProgress(1);
}

/** By the fonts of this page. The same words come again and again: their widths are kept. */
function measurer(): MeasureText {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map<string, number>();
  return (text: string, font: FontName): number => {
    const key = `${font} ${text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (context) context.font = canvasFont(font);
    const width = context?.measureText(text).width ?? text.length * 7;
    known.set(key, width);
    return width;
  };
}
