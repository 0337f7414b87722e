/** The thread that computes layouts: one answer a question, in order. Trouble is an answer, too. */
import { answerWire } from "../../shared/layout/layout-wire.ts";
import type { LayoutAnswer, LayoutQuestion } from "./layout-thread.ts";

addEventListener("message", ({ data: { id, wire } }: MessageEvent<LayoutQuestion>) => {
  try {
    const layout = answerWire(wire);
    const answer: LayoutAnswer = { id, layout };
    postMessage(answer, { transfer: [layout.nodes.buffer, layout.groups.buffer, layout.starts.buffer, layout.points.buffer] });
  } catch (error) {
    const answer: LayoutAnswer = { id, trouble: error instanceof Error ? error.message : String(error) };
    postMessage(answer);
  }
});
