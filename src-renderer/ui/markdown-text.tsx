/** Markdown as text nodes: what `markdown.ts` found in it, and never any markup of its author. */
import type { ReactNode } from "react";
import { parseMarkdown, type Block, type Inline } from "./markdown.ts";
import styles from "./markdown-text.module.css";

export interface MarkdownTextProps {
  readonly text: string;
  readonly onOpenLink: (address: string) => void;
}

export function MarkdownText({ text, onOpenLink }: MarkdownTextProps): ReactNode {
  return (
    <div className={styles.text}>
      {parseMarkdown(text).map((block, at) => (
        <BlockText key={at} block={block} onOpenLink={onOpenLink} />
      ))}
    </div>
  );
}

type OpenLink = MarkdownTextProps["onOpenLink"];

function BlockText({ block, onOpenLink }: { block: Block; onOpenLink: OpenLink }): ReactNode {
  switch (block.kind) {
    case "paragraph":
      return <p>{inlines(block.inside, onOpenLink)}</p>;
    case "heading":
      // The page has the first two levels of headings itself.
      return <h3>{inlines(block.inside, onOpenLink)}</h3>;
    case "code":
      return <pre tabIndex={0}>{block.text}</pre>;
    case "table":
      return <TableText head={block.head} rows={block.rows} onOpenLink={onOpenLink} />;
    case "list": {
      const items = block.items.map((item, at) => <li key={at}>{inlines(item, onOpenLink)}</li>);
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function TableText({ head, rows, onOpenLink }: Omit<Extract<Block, { kind: "table" }>, "kind"> & { onOpenLink: OpenLink }): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, at) => (
            <th key={at} scope="col">
              {inlines(cell, onOpenLink)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, at) => (
          <tr key={at}>
            {cells.map((cell, column) => (
              <td key={column}>{inlines(cell, onOpenLink)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inlines(inside: readonly Inline[], onOpenLink: OpenLink): ReactNode {
  return inside.map((inline, at) => <InlineText key={at} inline={inline} onOpenLink={onOpenLink} />);
}

function InlineText({ inline, onOpenLink }: { inline: Inline; onOpenLink: OpenLink }): ReactNode {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return <code>{inline.text}</code>;
    case "strong":
      return <strong>{inlines(inline.inside, onOpenLink)}</strong>;
    case "emphasis":
      return <em>{inlines(inline.inside, onOpenLink)}</em>;
    case "link":
      return (
        <a
          href={inline.address}
          title={inline.address}
          onClick={(event) => {
            event.preventDefault();
            onOpenLink(inline.address);
          }}
        >
          {inlines(inline.inside, onOpenLink)}
        </a>
      );
  }
}
