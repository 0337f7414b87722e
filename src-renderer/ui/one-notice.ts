/** What became of the last of several acts of one kind: the notices of all, one above the other, would cover the page and the button of the next act. */
import { type NotificationData, notifications } from "@mantine/notifications";

export interface OneNotice {
  /** In place of the one before. */
  say(data: NotificationData): void;
  unsay(): void;
}

export function oneNotice(): OneNotice {
  let shown: string | null = null;
  const unsay = (): void => {
    if (shown !== null) notifications.hide(shown);
    shown = null;
  };
  return {
    unsay,
    say(data) {
      unsay();
      shown = notifications.show(data);
    },
  };
}
