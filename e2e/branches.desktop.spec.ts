import { test } from "playwright/test";
import { branchDags, giveAWay, seeTheWay } from "./branches.ts";
import { visit } from "./visit-desktop.ts";

test("a run shows which way its branch went", () => visit(branchDags, (page) => seeTheWay(page)));
test("the ways of a branch are given in its form, and a wrong one is told of", () => visit(branchDags, (page) => giveAWay(page)));
