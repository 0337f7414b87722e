import { describe, expect, it } from "vitest";
import { notebookText } from "./notebook-text.ts";

const notebook = (cells: readonly unknown[]): string => JSON.stringify({ nbformat: 4, cells });
const code = (...source: string[]) => ({ cell_type: "code", source });

describe("a notebook as Python", () => {
  it("keeps code, comments words, and names what it leaves out", () => {
    const made = notebookText("a.ipynb", notebook([{ cell_type: "markdown", source: "# Load\n\n<script>" }, code("%matplotlib inline\n", "x = 7 \\\n", "  % 3\n", "if x:\n", "    !ls\n", "files = !ls\n", "df.head?"), { cell_type: "raw", source: "no" }, code(""), code("%%bash\n", "ls")]));
    expect(made).toEqual({
      ok: true,
      left: ["%matplotlib inline", "!ls", "files = !ls", "df.head?", "%%bash"],
      text: `# From the notebook a.ipynb

# # Load
#
# <script>

pass  # left out, of the notebook only: %matplotlib inline
x = 7 \\
  % 3
if x:
    pass  # left out, of the notebook only: !ls
pass  # left out, of the notebook only: files = !ls
pass  # left out, of the notebook only: df.head?

# left out, of the notebook only:
#   %%bash
#   ls
`,
    });
  });

  it.each([["{", "is no Jupyter notebook"], ["[]", "is no Jupyter notebook"], ["null", "is no Jupyter notebook"], [notebook([]), "has no code cell"], [notebook([null, 3, code("  ")]), "has no code cell"]])("says what is wrong with %s", (json, words) => {
    const made = notebookText("b.ipynb", json);
    expect(made.ok ? "" : made.message).toMatch(new RegExp(`^b\\.ipynb: ${words}`));
  });

  it("reads the form of old notebooks too", () => {
    const made = notebookText("c.ipynb", JSON.stringify({ nbformat: 3, worksheets: [{ cells: [{ cell_type: "code", input: ["a = 1\n", "b = 2"] }] }] }));
    expect(made.ok && made.text).toBe("# From the notebook c.ipynb\n\na = 1\nb = 2\n");
  });
});
