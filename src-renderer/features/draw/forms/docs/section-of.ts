/** A section of a page of the documentation by its anchor, as the web names it. Pure. */
export interface DocSection {
  readonly title: string;
  /** What stands below the heading, up to the next one of its rank. */
  readonly text: string;
}

const heading = /^(#{1,6})\s+(.+?)\s*$/;

export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
}

export function sectionOf(page: string, anchor: string): DocSection | null {
  const lines = page.split("\n");
  const marks = headingsOf(lines);
  const found = marks.findIndex(({ title }) => anchorOf(title) === anchor);
  const own = marks[found];
  if (own === undefined) return null;
  const next = marks.slice(found + 1).find(({ rank }) => rank <= own.rank);
  return { title: own.title, text: lines.slice(own.at + 1, next?.at).join("\n").trim() };
}

/** Links to other pages of the documentation as their words: they lie beside this page, not in the program. */
export function withoutPages(text: string): string {
  return text.replaceAll(/\[([^[\]]+)\]\((?!https?:)[^()\s]+\)/g, "$1");
}

/** A line in a code block is no heading, whatever it begins with. */
function headingsOf(lines: readonly string[]): { readonly at: number; readonly rank: number; readonly title: string }[] {
  let isCode = false;
  return lines.flatMap((line, at) => {
    if (/^\s{0,3}```/.test(line)) isCode = !isCode;
    const found = isCode ? null : heading.exec(line);
    return found === null ? [] : [{ at, rank: found[1]?.length ?? 1, title: found[2] ?? "" }];
  });
}
