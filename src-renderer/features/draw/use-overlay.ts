/** The one thing that is open above the canvas: what can be added, a menu, a new name, a question about groups. */
import { useState } from "react";
import type { AddLink, MenuTarget, Spot } from "../../graph-view/edit/editing.ts";
import type { GroupQuestion } from "./group-overlay.tsx";
import { keyMenu, type MenuAsked } from "./key-menu.ts";
import type { Drawing } from "./use-drawing.ts";

type Open =
  | { readonly kind: "add"; readonly spot: Spot; readonly link: AddLink | null }
  | MenuAsked
  | { readonly kind: "rename"; readonly id: string }
  | { readonly kind: "group"; readonly question: GroupQuestion; readonly spot: Spot };

export interface Overlay {
  readonly open: Open | null;
  readonly quickAdd: (spot: Spot, link: AddLink | null) => void;
  /** `back` has the focus again afterwards; without it, the canvas. */
  readonly menu: (target: MenuTarget, spot: Spot, back?: HTMLElement | null) => void;
  /** The menu of what is selected. */
  readonly keyMenu: (board: HTMLElement | null) => void;
  /** Of a task or a group. */
  readonly rename: (id: string) => void;
  readonly askGroup: (question: GroupQuestion) => void;
  /** The focus goes back to where it was asked for, or to the canvas. */
  readonly close: () => void;
}

export function useOverlay(drawing: Drawing): Overlay {
  const { graph, groups, current } = drawing;
  const [open, setOpen] = useState<Open | null>(null);
  const askGroup = (question: GroupQuestion): void => {
    const first = graph.current?.folded().shownFor(current ?? "") ?? null;
    const spot = graph.current?.spotOf(first);
    if (spot) setOpen({ kind: "group", question, spot });
  };
  const close = (): void => {
    const back = open?.kind === "menu" ? open.back : null;
    setOpen(null);
    if (back?.isConnected === true) back.focus();
    else graph.current?.focus();
  };
  return {
    open,
    quickAdd: (spot, link) => setOpen({ kind: "add", spot, link }),
    menu: (target, spot, back = null) => setOpen({ kind: "menu", target, spot, back }),
    keyMenu: (board) => setOpen(keyMenu(drawing, board)),
    rename: (id) => (groups.has(id) ? askGroup({ kind: "rename", id }) : setOpen({ kind: "rename", id })),
    askGroup,
    close,
  };
}
