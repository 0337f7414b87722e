/** A failure with its place in the person's text already told. */
export class JobFailure extends Error {}
