import { notifications, notificationsStore } from "@mantine/notifications";
import { expect, it } from "vitest";
import { oneNotice } from "./one-notice.ts";

const shown = (): unknown[] => notificationsStore.getState().notifications.map(({ message }) => message);

it("says the last of its kind only, and leaves others alone", () => {
  const exports = oneNotice();
  notifications.show({ message: "another" });
  exports.say({ message: "first" });
  exports.say({ message: "second" });
  expect(shown()).toEqual(["another", "second"]);
  exports.unsay();
  exports.unsay();
  expect(shown()).toEqual(["another"]);
});
