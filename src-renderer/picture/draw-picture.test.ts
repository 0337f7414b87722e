import { describe, expect, it } from "vitest";
import { indexGraph } from "../graph-view/graph-index.ts";
import { layoutSimply } from "../graph-view/simple-layout.ts";
import { drawPicture, pictureBounds, pieceCount, type PictureSubject } from "./draw-picture.ts";
import { tooLargeForPng } from "./make-picture.ts";
import { coloursOf } from "./picture-colours.ts";

const measure = (text: string): number => text.length * 7;

function subjectOf(count: number, notes: PictureSubject["notes"] = {}): PictureSubject {
  const tasks = Array.from({ length: count }, (_, at) => ({ id: `t${at}`, kind: "SqlTask", deps: at === 0 ? [] : [`t${at - 1}`], enabled: at !== 1 }));
  const index = indexGraph(tasks);
  return { index, layout: layoutSimply(index, { width: 200, height: 56 }), notes, statuses: new Map([["t0", { taskId: "t0", state: "failed", tryNumber: 1, maxTries: 1, startedAt: null, endedAt: null }]]) };
}

describe("a picture of a DAG", () => {
  const note = { why: { text: "# Late\nmany words that are wrapped\n\n- one\n- two", at: { x: -500, y: 0 }, size: { width: 160, height: 110 }, color: "green" as const } };

  it("shows notes behind edges behind tasks, in the colours of the theme, with what is off said in words", () => {
    const colours = coloursOf("dark");
    const shapes = [...drawPicture(subjectOf(2, note), { colours, isTransparent: false, measure })].flat();
    const texts = shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
    expect(texts).toEqual(["Late", "many words that are", "wrapped", "• one", "t0", "SQL", "Failed", "t1", "SQL", "Disabled"]);
    expect(shapes.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1])).toEqual(["box", "text", "path", "box", "text", "box", "text"]);
    expect(shapes[0]).toMatchObject({ fill: colours.canvas });
  });

  it("frames open groups, behind their tasks, with their names", () => {
    const subject = subjectOf(2);
    const framed = { ...subject, layout: { ...subject.layout, groups: new Map([["both", { x: -20, y: -40, width: 600, height: 120 }]]) } };
    const pieces = [...drawPicture(framed, { colours: coloursOf("light"), isTransparent: true, measure })];
    expect([pieces.length, pieces[1]?.map(({ kind }) => kind), pictureBounds(framed).x]).toEqual([pieceCount(framed), ["box", "text"], -52]);
  });

  it("has no ground when it is transparent", () => {
    expect([...drawPicture(subjectOf(1), { colours: coloursOf("light"), isTransparent: true, measure })][0]).toEqual([]);
  });

  it("holds all that there is, notes included, and comes in as many pieces as it says", () => {
    const subject = subjectOf(300, note);
    const bounds = pictureBounds(subject);
    expect(bounds.x).toBe(-532);
    expect([...drawPicture(subject, { colours: coloursOf("light"), isTransparent: false, measure })]).toHaveLength(pieceCount(subject));
  });

  it("that no PNG can hold is refused with its size and the way out", () => {
    expect(tooLargeForPng(subjectOf(3), 3)).toBeNull();
    expect(tooLargeForPng(subjectOf(30), 3)).toMatch(/^At 3× the picture is [\d,]+ × [\d,]+ pixels; a PNG may have 16,384 a side .* Choose [12]×, or SVG/);
    expect(tooLargeForPng(subjectOf(600), 1)).toMatch(/Choose SVG, which has no limit\.$/);
  });
});
