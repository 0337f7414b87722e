/** Names of the bundles that were built. */
export function build(options?: { names?: string[]; isForced?: boolean; log?: (line: string) => void }): Promise<string[]>;
