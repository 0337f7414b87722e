// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepFocus } from "./keep-focus.ts";

/** Observers of the document and of the address have been told. */
const told = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));

let stop = (): void => undefined;

beforeEach(async () => {
  location.hash = "#/dags/a";
  // The address has been told before anybody listens.
  await told();
  document.body.innerHTML = `<div id="page" tabindex="-1"><div id="canvas" tabindex="0"></div><button id="open">Open</button></div>`;
  stop = keepFocus();
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function at(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`There is no ${id}.`);
  return found;
}

/** As a dialog of the kit does: outside of the page, and with the focus. */
function openDialog(name: string): HTMLElement {
  const dialog = document.createElement("section");
  dialog.setAttribute("role", "dialog");
  dialog.innerHTML = `<button id="${name}">Do it</button>`;
  document.body.append(dialog);
  at(name).focus();
  return dialog;
}

/** A click, as the browser tells it: the focus moves only where it is not yet. */
function press(element: HTMLElement): void {
  element.dispatchEvent(new Event("pointerdown", { bubbles: true, composed: true }));
  element.focus();
}

test("a dialog that goes gives the focus back, also when a button of it that had the focus was clicked", async () => {
  at("canvas").focus();
  const dialog = openDialog("yes");
  press(at("yes"));
  dialog.remove();
  await told();
  expect(document.activeElement).toBe(at("canvas"));
});

test("the key that closes a dialog does not reach what gets the focus back", async () => {
  at("canvas").focus();
  const dialog = openDialog("yes");
  dialog.remove();
  await Promise.resolve();
  expect(document.activeElement).not.toBe(at("canvas"));
  await told();
  expect(document.activeElement).toBe(at("canvas"));
});

test("a dialog that was opened from another one leads back to before both", async () => {
  at("open").focus();
  const palette = openDialog("choice");
  palette.remove();
  const dialog = openDialog("name");
  dialog.remove();
  await told();
  expect(document.activeElement).toBe(at("open"));
});

test("a dialog that led to another page, or whose opener has gone, leaves the focus to the page", async () => {
  at("canvas").focus();
  const palette = openDialog("choice");
  location.hash = "#/dags/b";
  palette.remove();
  await told();
  expect(document.activeElement).toBe(at("page"));

  at("open").focus();
  const dialog = openDialog("yes");
  at("open").remove();
  dialog.remove();
  await told();
  expect(document.activeElement).toBe(at("page"));
});

test("what goes is followed by what it stood in; a click on empty ground may let go", async () => {
  const inner = document.createElement("button");
  at("canvas").append(inner);
  inner.focus();
  inner.remove();
  await told();
  expect(document.activeElement).toBe(at("canvas"));

  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  at("canvas").blur();
  at("open").remove();
  await told();
  expect(document.activeElement).toBe(document.body);
});
