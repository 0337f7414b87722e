import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { StartRow } from "./home-sections.tsx";

describe("the list of DAGs to begin with", () => {
  it("says what a DAG is about without the marks of its Markdown", () => {
    const dag = { dagId: "a", doc: "**Fails** on *purpose*.\n\n1. Run it.", file: "a.dag.yaml", taskCount: 2 };
    expect([renderToStaticMarkup(<StartRow dag={dag} />), renderToStaticMarkup(<StartRow dag={{ ...dag, doc: null }} />)].map((html) => html.replaceAll(/<[^>]*>/g, "|").replaceAll(/\|+/g, "|"))).toEqual([
      "|a|Fails on purpose.|2 tasks|",
      "|a|a.dag.yaml|2 tasks|",
    ]);
  });
});
