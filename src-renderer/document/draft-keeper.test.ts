import { describe, expect, it } from "vitest";
import { DraftKeeper } from "./draft-keeper.ts";

/** A keeper whose sends are answered by hand. */
function keeperOf(text: string | null) {
  const sent: (string | null)[] = [];
  const answers: (() => void)[] = [];
  const unsaved = { text };
  const send = (one: string | null): Promise<void> => {
    sent.push(one);
    return new Promise((resolve) => void answers.push(resolve));
  };
  return { keeper: new DraftKeeper({ current: () => unsaved, send }, null), sent, answers, unsaved };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("DraftKeeper", () => {
  it("forgets what was on its way when the document was reverted and let go", async () => {
    const { keeper, sent, answers, unsaved } = keeperOf("typed");
    keeper.touch();
    keeper.flush();
    unsaved.text = null;
    keeper.touch();
    keeper.close();
    expect(sent).toEqual(["typed"]);
    answers[0]?.();
    await turn();
    expect(sent).toEqual(["typed", null]);
  });

  it("sends no text any more once it is closed: its file may have got another name", async () => {
    const { keeper, sent, answers, unsaved } = keeperOf("typed");
    keeper.touch();
    keeper.flush();
    unsaved.text = "typed on";
    keeper.touch();
    keeper.close();
    answers[0]?.();
    await turn();
    expect(sent).toEqual(["typed"]);
  });
});
