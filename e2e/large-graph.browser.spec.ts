import { test } from "playwright/test";
import { largeDag, paintWhatMoves } from "./large-graph.ts";
import { visit } from "./visit-browser.ts";

test("a large graph is painted while it moves, and stands in the page when it rests", () => visit(largeDag, (page) => paintWhatMoves(page)));
