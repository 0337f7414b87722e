import { test } from "playwright/test";
import { backsUp, healthDags, mendsItself } from "./health.ts";
import { visit } from "./visit-browser.ts";

test("a runner that is killed is started again, and the health page says so", () => visit(healthDags, (page) => mendsItself(page)));
test("the state is backed up from the health page, which says when it cannot be", () => visit(healthDags, (page, { path }) => backsUp(page, path)));
