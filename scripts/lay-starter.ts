/** Lays the first sample down in the person's folder, by the code of `dagwright init`, and trusts it: it is ours. Prints the folder. */
import { existsSync } from "node:fs";
import { initWorkspace } from "../src-main/platform/init-workspace.ts";
import { findPlaces } from "../src-main/platform/places.ts";
import { trustedWorkspaces } from "../src-main/platform/trusted-workspaces.ts";
import { starterFolder } from "../src-main/platform/user-folders.ts";

const folder = starterFolder();
if (!existsSync(folder)) {
  initWorkspace({ folder, examples: findPlaces().examples });
  trustedWorkspaces().add(folder);
  console.error(`The sample workspace is in ${folder}`);
}
console.log(folder);
