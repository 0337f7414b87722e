import { describe, expect, it } from "vitest";
import { findNames } from "./find-names.ts";

const task = (id: string) => ({ id, kind: "SqlTask", deps: [], enabled: true });
const tree: Readonly<Record<string, readonly string[]>> = { "": ["queries/", "data/", "readme.md", "load.sql"], queries: ["top_loads.sql"], data: ["loads.csv", "notes.txt"] };
const files = {
  list: (folder: string) => ({
    entries: (tree[folder] ?? []).map((name) => ({ name: name.replace("/", ""), path: folder === "" ? name.replace("/", "") : `${folder}/${name}`, kind: name.endsWith("/") ? ("folder" as const) : ("file" as const), size: 0 })),
    more: false,
  }),
};
const assetNames = () => Promise.resolve(["reloads", "claims.load_fact", "s3://bucket/orders"]);
const dags = [
  { dagId: "claims", tasks: [task("extract"), task("load_fact")] },
  { dagId: "load_all", tasks: [task("first"), task("reload")] },
];

describe("findNames", () => {
  it("finds tasks, assets and files by name, those that begin so first, and leaves out what cannot be opened", async () => {
    expect(await findNames({ dags, files, assetNames }, "load", 9)).toEqual({
      tasks: [
        { dagId: "claims", taskId: "load_fact", kind: "SqlTask" },
        { dagId: "load_all", taskId: "reload", kind: "SqlTask" },
      ],
      files: ["load.sql", "data/loads.csv", "queries/top_loads.sql"],
      assets: ["claims.load_fact", "reloads"],
    });
  });

  it("takes a word of the DAG or of the folder along, and no more than asked for", async () => {
    const found = (text: string, limit: number) => findNames({ dags, files, assetNames }, text, limit);
    expect([(await found("claims load", 9)).tasks.map((each) => each.taskId), (await found("data lo", 9)).files, (await found("l", 1)).tasks.length, await found(" ", 9)]).toEqual([
      ["load_fact"],
      ["data/loads.csv"],
      1,
      { tasks: [], files: [], assets: [] },
    ]);
  });

  it("leaves out a folder that cannot be listed, and one that a link leads round to", async () => {
    const list = (folder: string) => {
      if (folder === "locked") throw new Error("EACCES");
      const [first = "", ...rest] = ["locked/", "round/", "sql/", "load.sql"];
      if (folder === "sql") return { entries: [{ name: "load_all.sql", path: "sql/load_all.sql", kind: "file" as const, size: 0 }], more: false };
      return { entries: [first, ...rest].map((name) => ({ name: name.replace("/", ""), path: `${folder === "" ? "" : `${folder}/`}${name.replace("/", "")}`, kind: name.endsWith("/") ? ("folder" as const) : ("file" as const), size: 0, ...(name === "round/" ? { isLink: true } : {}) })), more: false };
    };
    expect((await findNames({ dags, files: { list }, assetNames }, "load", 9)).files).toEqual(["sql/load_all.sql", "load.sql"]);
  });
});
