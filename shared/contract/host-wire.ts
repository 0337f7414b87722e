/** The names on the wire between window and desktop program, apart from the schemas so that the bridge stays small. */

export const hostCallChannel = "dagwright:call";
export const hostEventChannel = "dagwright:event";
/** Carries the engine's port to the bridge, which passes it on to the page as a message of the same text. */
export const enginePortMessage = "dagwright:engine-port";
