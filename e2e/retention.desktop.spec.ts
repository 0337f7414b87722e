import { test } from "playwright/test";
import { dropAndFindAgain, retentionDags } from "./retention.ts";
import { visit } from "./visit-desktop.ts";

test("old runs are let go by a rule, shown before, and found again in the archive", () => visit(retentionDags, (page) => dropAndFindAgain(page)));
