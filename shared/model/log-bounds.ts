/** What is known of each log, and how much of one is given at once. Apart from the contract: the thread that reads logs starts without its parts. */

/** What a line says of itself: `own` are Dagwright's own lines, `none` those of which nothing is known. */
export const logClasses = ["none", "debug", "info", "warn", "error", "own"] as const;
export type LogClass = (typeof logClasses)[number];

/** Rows of one answer. */
export const mostLogRows = 2_000;
/** Bytes of a line that are given without being asked for, and at most. */
export const shownLineBytes = 2_000;
export const wholeLineBytes = 200_000;
/** Lines that a search names; further ones it counts. */
export const mostLogHits = 50_000;
