import { test } from "playwright/test";
import { healthDags, mendsItself } from "./health.ts";
import { visit } from "./visit-desktop.ts";

test("a runner that is killed is started again, and the health page says so", () => visit(healthDags, (page) => mendsItself(page)));
