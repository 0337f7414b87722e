// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { firstField } from "./first-field.ts";

function form(inside: string): HTMLElement {
  const element = document.createElement("div");
  element.innerHTML = inside;
  return element;
}

const radios = (name: string, checked: string): string => ["one", "two"].map((value) => `<input type="radio" name="${name}" id="${name}-${value}" ${value === checked ? "checked" : ""}>`).join("");

describe("the field that takes the focus", () => {
  it("is the first one that may be typed into", () => expect(firstField(form('<input type="hidden"><input disabled><textarea id="t"></textarea><input>'))?.id).toBe("t"));
  it("is the checked radio of its own group", () => expect(firstField(form(radios("kind", "two") + radios("other", "one")))?.id).toBe("kind-two"));
  it("is the first radio where none is checked", () => expect(firstField(form(radios("kind", "")))?.id).toBe("kind-one"));
  it("stands where it is asked for", () => expect(firstField(form(`<input id="bar"><p data-field="sql">${radios("kind", "two")}</p>`), "[data-field]")?.id).toBe("kind-two"));
  it("is none in a form without fields", () => expect(firstField(form("<p>nothing</p>"))).toBeNull());
});
