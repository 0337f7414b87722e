/** Messages about runs in the browser. */
import { test } from "playwright/test";
import { openReceiver, seeMessages, tellOfFailure, toldWorkspace } from "./messages.ts";
import { visit } from "./visit-browser.ts";

test("a failure is told by webhook, and the run says which message was sent and which given up", async () => {
  const receiver = await openReceiver();
  try {
    await visit(toldWorkspace(receiver.port), async (page) => {
      await tellOfFailure(page, receiver);
      await seeMessages(page, receiver);
    });
  } finally {
    await receiver.close();
  }
});
