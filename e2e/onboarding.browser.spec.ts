import { test } from "playwright/test";
import { onboardTwenty } from "./onboarding.ts";
import { visit } from "./visit-browser.ts";
import { sampleWorkspace } from "./workspaces.ts";

// For a hang: eight hundred tasks, on cores that other journeys have as well.
test.setTimeout(240_000);
test("twenty users apply at once: one run each, its latency shown, and the failed one found by the user", () => visit(sampleWorkspace("onboarding"), (page) => onboardTwenty(page)));
