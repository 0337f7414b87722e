/**
 * What the operating system's error codes mean, in plain words with what to do. People read these; the raw text (`ENOENT: no such
 * file or directory, open 'x'`) stays in stacks and causes. Knows errors by their shape alone: this zone has no Node types.
 */

/** What Node adds to an Error that came from the system. */
interface SystemError {
  readonly code: string;
  readonly path?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
  readonly hostname?: unknown;
  readonly syscall?: unknown;
}

/** As the rest of a sentence, without a full stop; null when the error is none of the system's that we know. */
export function systemWords(thrown: unknown): string | null {
  // Several addresses of one host were tried: the first failure tells it.
  if (thrown instanceof AggregateError && thrown.message === "") return systemWords(thrown.errors[0]);
  if (!isSystemError(thrown)) return null;
  if (isOfNetwork(thrown)) return networkWords[thrown.code]?.(placeOf(thrown)) ?? null;
  if (typeof thrown.syscall === "string" && thrown.syscall.startsWith("spawn")) return programWords[thrown.code] ?? fileWords[thrown.code] ?? null;
  return fileWords[thrown.code] ?? null;
}

/** The file or program that the words are about; null when the error names none, or the words do already. */
export function systemPath(thrown: unknown): string | null {
  return isSystemError(thrown) && !isOfNetwork(thrown) && typeof thrown.path === "string" && thrown.path !== "" ? thrown.path : null;
}

const programWords: Readonly<Record<string, string>> = {
  ENOENT: "no such program is on this machine; install it, or correct its name",
  EACCES: "this user may not execute it; make it executable (chmod +x), or correct its name",
};

const fileWords: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder; correct the path, or make it",
  EISDIR: "is a folder, where a file is needed; name the file",
  ENOTDIR: "a part of the path is a file, not a folder; correct the path",
  EACCES: "this user may not read or write it; change its permissions",
  EPERM: "the system does not permit it to this user; change its owner or permissions",
  EROFS: "the disk is read-only; use another folder",
  ENOSPC: "the disk is full; free some space",
  EDQUOT: "your quota of the disk is used up; free some space",
  EEXIST: "is there already; remove it, or choose another name",
  ENOTEMPTY: "the folder is not empty; empty it, or choose another",
  ELOOP: "its links lead in a circle; correct the link",
  ENAMETOOLONG: "the name is too long for this disk; use a shorter one",
  EMFILE: "too many files are open; close some programs, or raise the limit (ulimit -n)",
  ENFILE: "too many files are open on this machine; close some programs",
  EBUSY: "is in use by another program; end that, or try again",
  ETXTBSY: "is in use by another program; end that, or try again",
  EAGAIN: "the machine has no room for one more process; end some programs, or raise the limit (ulimit -u)",
  ENOMEM: "the machine is out of memory; end some programs",
};

const networkWords: Readonly<Record<string, (place: string) => string>> = {
  ENOENT: (place) => `nothing listens at ${place}; start the server, or correct the path`,
  ECONNREFUSED: (place) => `nothing answers at ${place}; start the server, or correct host and port`,
  ECONNRESET: (place) => `the connection to ${place} was cut by the other side; try again, or look at the server's log`,
  EPIPE: (place) => `the connection to ${place} was closed by the other side; try again, or look at the server's log`,
  ETIMEDOUT: (place) => `${place} does not answer in time; check host, port and firewall`,
  EHOSTUNREACH: (place) => `${place} cannot be reached from this machine; check the host, the network and the VPN`,
  ENETUNREACH: (place) => `${place} cannot be reached from this machine; check the network and the VPN`,
  ENOTFOUND: (place) => `there is no machine named ${place}; correct the host, or check the network`,
  EAI_AGAIN: (place) => `the name ${place} cannot be looked up now; check the network, or correct the host`,
  EADDRINUSE: (place) => `${place} is in use by another program; choose another port`,
  EACCES: (place) => `this user may not use ${place}; check permissions, or choose another`,
};

function isSystemError(thrown: unknown): thrown is Error & SystemError {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string";
}

function isOfNetwork({ code, syscall, address, hostname }: SystemError): boolean {
  if (syscall === "connect" || syscall === "getaddrinfo" || syscall === "listen" || address !== undefined || hostname !== undefined) return true;
  return code in networkWords && !(code in fileWords);
}

function placeOf({ address, port, hostname, path }: SystemError): string {
  const host = [hostname, address, path].find((one) => typeof one === "string");
  if (typeof host !== "string") return "the other side";
  return typeof port === "number" ? `${host.includes(":") ? `[${host}]` : host}:${port}` : host;
}
