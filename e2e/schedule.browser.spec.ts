import { test } from "playwright/test";
import { forecastDags, scheduleDags, weeksToCome, yearToCatchUp } from "./schedule.ts";
import { visit } from "./visit-browser.ts";

test("a year to catch up is shown first, and comes a few runs at a time", () => visit(scheduleDags, (page, { path }) => yearToCatchUp(page, path)));
test("the weeks to come are told of", () => visit(forecastDags, (page) => weeksToCome(page)));
