/**
 * The environment a task gets: a short allow-list from the runner's own, never Electron's, Node's or the loader's switches,
 * and never a token that happened to be exported in the person's terminal.
 */
const inherited = /^(PATH|HOME|LANG|LC_[A-Z]+|TZ|TMPDIR|USER|LOGNAME|SHELL|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|TEMP|TMP|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;
const fallbackPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Holds the attempt id; inherited by every descendant that keeps its environment. */
export const cookieVariable = "DAGWRIGHT_COOKIE";
/** Holds the id of the process the runner made; set when that process starts, so that forks which never exec show it too. */
export const slotVariable = "DAGWRIGHT_SLOT";

export function minimalEnvironment(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = { PATH: fallbackPath };
  for (const [name, value] of Object.entries(from)) if (value !== undefined && inherited.test(name)) kept[name] = value;
  return kept;
}

/** Names that a POSIX shell can export with an assignment and does not treat as its own. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^(PPID|UID|EUID|BASHOPTS|SHELLOPTS|BASH_VERSINFO|IFS|PS4|OPTIND|_)$/.test(name);
}
