/** A sentence with elements in it: `rich("Press {{key}} to go on", { key: <KeyHint keys="F7" /> })`. One key, so that a language may order it. */
import { Fragment, type ReactNode } from "react";
import { countText, sentence } from "./sentence.ts";
import type { Values } from "./t.ts";

export function rich<const Key extends string>(key: Key, ...[values]: Values<Key, ReactNode>): ReactNode {
  const known: Readonly<Record<string, ReactNode>> = values ?? {};
  const count = typeof known["count"] === "number" ? known["count"] : undefined;
  const pieces = sentence(key, count).split(/\{\{(\w+)\}\}/);
  return pieces.map((piece, index) => {
    if (index % 2 === 0) return piece;
    return <Fragment key={index}>{piece === "count" && count !== undefined ? countText(count) : known[piece]}</Fragment>;
  });
}
