import { expect, it } from "vitest";
import { isFromPage, type CallEvent } from "./call-sender.ts";

const page = { url: "app://dagwright/index.html#/dags" };
const fromMain = (url: unknown): CallEvent => {
  const frame = { url } as { url: string };
  return { senderFrame: frame, sender: { mainFrame: frame } };
};
const gone = {
  get url(): string {
    throw new Error("Render frame was disposed before WebFrameMain could be accessed");
  },
};

it("takes the main frame of our page", () => {
  expect(isFromPage({ senderFrame: page, sender: { mainFrame: page } })).toBe(true);
  expect(isFromPage(fromMain("app://dagwright/"))).toBe(true);
});

it.each([
  ["a frame inside of our page, with our own address", { senderFrame: { url: page.url }, sender: { mainFrame: page } }],
  ["an about:blank frame inside", { senderFrame: { url: "about:blank" }, sender: { mainFrame: page } }],
  ["a data: frame inside", { senderFrame: { url: "data:text/html,x" }, sender: { mainFrame: page } }],
  ["a window at about:blank", fromMain("about:blank")],
  ["a window at a data: address", fromMain("data:text/html,x")],
  ["a window at file:", fromMain("file:///index.html")],
  ["a window elsewhere", fromMain("https://app.dagwright/index.html")],
  ["another host of our scheme", fromMain("app://dagwright.evil/index.html")],
  ["another file of ours", fromMain("app://dagwright/assets/x.js")],
  ["a frame without an address", fromMain(undefined)],
  ["a frame that is gone", { senderFrame: null, sender: { mainFrame: page } }],
  ["a frame that goes while it is asked", { senderFrame: gone, sender: { mainFrame: gone } }],
  [
    "a window that is gone",
    {
      senderFrame: page,
      get sender(): never {
        throw new Error("Object has been destroyed");
      },
    },
  ],
] satisfies [string, CallEvent][])("refuses %s", (_, event) => {
  expect(isFromPage(event)).toBe(false);
});
