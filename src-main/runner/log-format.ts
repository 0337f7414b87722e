/**
 * The log file as others read it. `<try>.log` holds what the task printed, byte for byte after masking. Over the cap it is
 * head, one marker line, tail. While such a task still runs, `<try>.log` is the head alone and what follows lies in segments
 * `<try>.log.tail.<k>`: each full segment has the tail's size, segment k starts k sizes after the head, the last two are kept.
 * Pure: names and arithmetic only.
 */
export interface LogPart {
  readonly name: string;
  readonly bytes: number;
}

export interface LogLayout {
  readonly head: LogPart | null;
  /** Bytes that came after the head and are kept nowhere. The final file names them in its marker instead. */
  readonly droppedAfterHead: number;
  readonly tail: readonly LogPart[];
}

/** Half of the cap is for the start of the log, the rest for its end. */
export function splitCap(capBytes: number): { head: number; tail: number } {
  const head = Math.floor(capBytes / 2);
  return { head, tail: capBytes - head };
}

export function segmentName(logName: string, index: number): string {
  return `${logName}.tail.${index}`;
}

const markerText = /^\[dagwright: (\d+) bytes dropped here(?:: [^\]]*)?\]$/;

/** The line that stands where bytes are missing. Preceded by a line break unless one is there. */
export function dropMarker(bytes: number, why = ""): string {
  return `[dagwright: ${bytes} bytes dropped here${why === "" ? "" : `: ${why}`}]\n`;
}

/** Bytes dropped, if the line is a marker. */
export function readMarker(line: string): number | null {
  const found = markerText.exec(line.trimEnd());
  return found ? Number(found[1]) : null;
}

/** How the files of one attempt, as listed in its folder, make up its log. */
export function layoutOf(logName: string, files: readonly LogPart[]): LogLayout {
  const prefix = `${logName}.tail.`;
  const tail = files
    .filter((file) => file.name.startsWith(prefix) && /^\d+$/.test(file.name.slice(prefix.length)))
    .sort((one, other) => indexOf(one, prefix) - indexOf(other, prefix))
    .slice(-2);
  const oldest = tail[0];
  const droppedAfterHead = oldest ? indexOf(oldest, prefix) * oldest.bytes : 0;
  return { head: files.find((file) => file.name === logName) ?? null, droppedAfterHead, tail };
}

function indexOf(part: LogPart, prefix: string): number {
  return Number(part.name.slice(prefix.length));
}
