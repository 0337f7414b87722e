/** Keeps secrets out of texts that are stored or shown, in the forms in which they commonly appear in SQL, JSON and addresses. */

export const secretMask = "***";
/** A shorter one is part of ordinary words; the task logs mask none of them either. */
export const shortestSecret = 6;

export function maskSecrets(text: string, secrets: readonly string[]): string {
  const forms = new Set(secrets.filter((secret) => secret.length >= shortestSecret).flatMap(formsOf));
  return [...forms].sort((one, other) => other.length - one.length).reduce((masked, form) => masked.replaceAll(form, secretMask), text);
}

function formsOf(secret: string): string[] {
  const url = encodeURIComponent(secret.toWellFormed());
  return [secret, secret.replaceAll("'", "''"), secret.replaceAll("'", `'\\''`), JSON.stringify(secret).slice(1, -1), url, url.replaceAll("%20", "+")];
}
