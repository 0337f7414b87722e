import { describe, expect, it } from "vitest";
import type { OpenDocument } from "../../../../shared/contract/documents.ts";
import { OpenTextDocument } from "../../../document/open-document.ts";
import { applyRename, type FileChange } from "./apply-rename.ts";

/** A document whose file is `disk.text`, and may be changed by another program. */
function opened(path: string, text: string, readOnly: string | null = null): { document: OpenTextDocument; disk: { text: string } } {
  const disk = { text };
  const open = async (): Promise<OpenDocument> => ({ path, text: disk.text, hash: disk.text, draft: null, readOnly });
  const wire = { open, draft: async () => undefined, save: async () => ({ ok: true as const, hash: disk.text }), moved: async () => ({ to: null }) };
  return { document: new OpenTextDocument(wire, { path, text, hash: text, draft: null, readOnly }, { mayFollow: () => false, followed: () => {} }), disk };
}

const change = (document: OpenTextDocument): FileChange => ({ document, text: document.get().text, changes: [{ start: 0, end: 3, text: "new" }] });

describe("a rename in several files", () => {
  it("is one step in each of them", async () => {
    const [one, two] = [opened("one", "old 1").document, opened("two", "old 2").document];
    expect(await applyRename("Rename old to new", [change(one), change(two)])).toBeNull();
    expect([one, two].map((each) => each.get().text)).toEqual(["new 1", "new 2"]);
    expect(one.get().history.entries.map(({ name }) => name)).toEqual(["Rename old to new"]);
  });

  it("changes nothing at all when one of them cannot be written", async () => {
    const [one, two] = [opened("one", "old 1").document, opened("two", "old 2", "two is read only.").document];
    expect(await applyRename("Rename", [change(one), change(two)])).toContain("two cannot be written now");
    expect(one.get().text).toBe("old 1");
  });

  it("changes nothing at all when one of them was changed meanwhile", async () => {
    const [one, two] = [opened("one", "old 1").document, opened("two", "old 2")];
    const changes = [change(one), change(two.document)];
    two.disk.text = "old 2, and more";
    expect(await applyRename("Rename", changes)).toContain("two changed meanwhile");
    expect(one.get().text).toBe("old 1");
  });
});
