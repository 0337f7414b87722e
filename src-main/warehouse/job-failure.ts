/** A failure with its place in the person's text already told. */
export class JobFailure extends Error {}

/** The connection was lost while a publication was being committed: the database alone knows how that ended. */
export class CommitInDoubt extends Error {}
