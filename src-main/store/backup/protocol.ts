/** What the process that writes a backup says, once. */
export type FromBackup = { readonly path: string } | { readonly error: { readonly code: "store/full" | "store/damaged" | "internal"; readonly message: string } };
