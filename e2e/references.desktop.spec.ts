import { test } from "playwright/test";
import { nameIsJudged, referringDags } from "./references.ts";
import { visit } from "./visit-desktop.ts";

test("the name of another DAG is judged as its file comes and goes", () => visit(referringDags, (page, workspace) => nameIsJudged(page, workspace.path)));
