/** What goes into a picture beside its shapes, and comes out again. */
import { describe, expect, it } from "vitest";
import { pngText, withPngText } from "./png-text.ts";
import { svgHead, svgShape } from "./svg-picture.ts";
import { metadataOf, yamlInSvg } from "./svg-source.ts";
import { fitText, wrapText } from "./shapes.ts";

const hostile = 'dag: "</dag></metadata><script>alert(1)</script>"\r\n# ünï 🦜 & <b> \'"\ntasks: {}\n';
/** One white pixel. */
const pixel = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="), (letter) => letter.charCodeAt(0));

describe("the YAML in a picture", () => {
  it.each([["hostile", hostile], ["with characters that XML cannot hold", "dag: a\u0000\u000b\n"], ["with replacement characters", "\uFFFD&#13;\n"], ["empty", ""]])("comes out of an SVG as it went in: %s", (_, yaml) => {
    expect(yamlInSvg(`<svg>${metadataOf(yaml)}</svg>`)).toBe(yaml);
  });

  it("is readable in the SVG, and cannot end the element that it stands in", () => {
    const text = metadataOf(hostile);
    expect(text).toContain("tasks: {}");
    expect([text.match(/<\/dag>/g)?.length, text.includes("<script")]).toEqual([1, false]);
  });

  it("comes out of a PNG as it went in, and only under its own keyword", () => {
    const png = withPngText(pixel, "Dagwright DAG", hostile);
    expect([pngText(png, "Dagwright DAG"), pngText(png, "Other"), pngText(pixel, "Dagwright DAG")]).toEqual([hostile, null, null]);
  });

  it("is not found in what is cut off or no picture", () => {
    const png = withPngText(pixel, "Dagwright DAG", hostile);
    expect([pngText(png.subarray(0, 60), "Dagwright DAG"), pngText(new Uint8Array(40), "Dagwright DAG"), yamlInSvg("<svg/>"), yamlInSvg('<dag xmlns="urn:dagwright:dag" encoding="base64">***</dag>')]).toEqual([null, null, null, null]);
  });
});

describe("an SVG", () => {
  it("holds what people wrote as text only", () => {
    const head = svgHead({ x: 0, y: 0, width: 10, height: 10 }, { title: "<script>", source: "", scale: 2 });
    const text = svgShape({ kind: "text", text: '</text><a onclick="x">', x: 0, y: 0, font: "name", fill: "#000000" });
    expect([head.includes("<script"), text]).toEqual([false, '<text x="0" y="0" class="name" fill="#000000">&lt;/text&gt;&lt;a onclick=&quot;x&quot;&gt;</text>\n']);
    expect(head).toContain('width="20" height="20" viewBox="0 0 10 10"');
  });
});

describe("text of a picture", () => {
  const measure = (text: string): number => [...text].length * 10;
  it("is cut with an ellipsis where it does not fit, at whole characters", () => {
    expect([fitText("short", "name", 50, measure), fitText("too long 🦜", "name", 60, measure), fitText("🦜🦜🦜", "name", 20, measure)]).toEqual(["short", "too l…", "🦜…"]);
  });

  it("is wrapped at words, and a long word is broken", () => {
    expect(wrapText("one two\nabcdefgh", "note", 50, measure)).toEqual(["one", "two", "abcde", "fgh"]);
  });
});
