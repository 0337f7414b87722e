import { test } from "playwright/test";
import { accessibleActs, actDags, bulkActs, choiceByKeyboard, clearShowsItsList, listFollowsItsRun, markAndUndo, notesOnRuns, runsAgain, trailOfSchedule } from "./acts.ts";
import { cancelTwice, clearAboveRunning, clearManyFromCell, hardDags } from "./acts-hard.ts";
import { visit } from "./visit-browser.ts";

test("clearing shows its list first and does just that", () => visit(actDags, clearShowsItsList));
test("a mark is undone by key", () => visit(actDags, (page) => markAndUndo(page)));
test("a run is repeated: as it was, with changes, on its version, from a task on", () => visit(actDags, runsAgain));
test("many runs are marked, undone and cancelled at once", () => visit(actDags, (page) => bulkActs(page)));
test("notes stand on runs and tasks", () => visit(actDags, (page) => notesOnRuns(page)));
test("the switch of a schedule is in the trail and is undone", () => visit(actDags, (page) => trailOfSchedule(page)));
test("axe finds nothing in the dialogs and lists of acts", () => visit(actDags, (page) => accessibleActs(page)));
test("runs are chosen with keys alone", () => visit(actDags, (page) => choiceByKeyboard(page)));
test("the list of an act follows what others do meanwhile", () => visit(actDags, (page) => listFollowsItsRun(page)));
test("what a task at work came from is cleared, and the task goes on", () => visit(hardDags, (page, { path }) => clearAboveRunning(page, path)));
test("a run that is being cancelled is not cancelled again", () => visit(hardDags, (page) => cancelTwice(page)));
test("from a cell of the grid the same tasks of later runs are cleared, as the list said", () => visit(hardDags, (page, { path }) => clearManyFromCell(page, path)));
