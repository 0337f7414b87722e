/** The event by which a menu asks what has the focus to undo, redo and the like; who does it prevents the default. `detail` names the act. */
export const editAsked = "dagwright:edit";
