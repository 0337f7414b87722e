/** The menu key in the desktop window. */
import { test } from "playwright/test";
import { menuByKeys, menuDag } from "./menu-key.ts";
import { visit } from "./visit-desktop.ts";

test("the menu key opens the menu of what is selected, and leads back", () => visit(menuDag, (page) => menuByKeys(page)));
