/** How much a DAG file may ask of the reader. Beyond these it is refused with a diagnostic, never half read. */
export const limits = {
  /** UTF-16 units of text read as one; 5,000 tasks take about 0.7 million. */
  characters: 2_000_000,
  /** Pieces of YAML (words, signs, breaks): bounds the reading time of texts made to be slow. */
  lexemes: 600_000,
  /** Levels of nesting as written. */
  depth: 100,
  /** Levels of nesting once aliases are followed. */
  resolvedDepth: 200,
  /** Nodes once aliases and merge keys are followed. */
  resolvedNodes: 400_000,
  /** Diagnostics of one file; the rest is counted. */
  diagnostics: 1000,
} as const;

/** How much of a text that is read block by block, because it is longer than `limits.characters`. */
export const longLimits = {
  /** UTF-16 units of text; 50,000 tasks take about 7 million. */
  characters: 16_000_000,
  tasks: 100_000,
  /** UTF-16 units of the longest task. */
  block: 1_000_000,
  /** Nodes of all tasks. */
  nodes: 1_000_000,
} as const;
