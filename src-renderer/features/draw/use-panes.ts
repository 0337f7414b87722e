/** Which parts stand around the canvas, and what each of them is to bring into sight. */
import { useRef, useState, type RefObject } from "react";
import { formatPath, parsePath } from "../../../shared/dag-file/field-path.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { useKeptState } from "../../app/kept-view.ts";
import { useHalves } from "../../app/use-halves.ts";
import type { Reveal } from "../../editor/editor-parts.ts";
import { firstField } from "./forms/first-field.ts";
import type { PanelKind } from "./draw-panels.tsx";
import { taskOf, type Drawing } from "./use-drawing.ts";

const sideNames = ["palette", "tree", "yaml", "properties"] as const;
type Side = (typeof sideNames)[number];

export interface Panes {
  /** Parts that are there, or not. */
  readonly sides: Readonly<Record<Side, boolean>>;
  /** Null while the program is not shown; else the field it begins with, of the task's own where that is null. */
  readonly code: { readonly field: string | null } | null;
  readonly panel: PanelKind | null;
  readonly isFinding: boolean;
  /** Where the YAML is to go. */
  readonly place: Reveal | null;
  /** The field that the form is to bring into sight. */
  readonly reveal: { readonly field: string } | null;
  /** The properties, once they are there. */
  readonly side: RefObject<HTMLElement | null>;
  readonly toggle: (what: Side | PanelKind | "code") => void;
  readonly openProperties: () => void;
  /** Opens the properties with the focus in their first field. */
  readonly enterProperties: () => void;
  readonly openCode: (field: string) => void;
  readonly find: () => void;
  /** The panel below leaves the focus where it is; the others give it back to the canvas. */
  readonly close: (what: "code" | "find" | "panel") => void;
  /** The field of a task that a problem is about, in its form. */
  readonly showField: (problem: Diagnostic) => void;
  readonly showInYaml: (problem: Diagnostic) => void;
}

export function usePanes({ graph, select }: Drawing): Panes {
  const { sides, setSides } = useSides();
  const [code, setCode] = useKeptState<Panes["code"]>("code", null, isCode);
  const [panel, setPanel] = useState<PanelKind | null>(null);
  const [isFinding, setFinding] = useState(false);
  const side = useRef<HTMLElement>(null);
  const open = (what: Side): void => setSides({ ...sides, [what]: true });
  const problems = useProblemPlaces(select, open);
  const toggle: Panes["toggle"] = (what) => {
    if (what === "code") setCode(code === null ? { field: null } : null);
    else if (what === "problems" || what === "history") setPanel(panel === what ? null : what);
    else setSides({ ...sides, [what]: !sides[what] });
  };
  const enterProperties = (): void => {
    open("properties");
    requestAnimationFrame(() => focusFirst(side.current));
  };
  const close: Panes["close"] = (what) => {
    if (what === "panel") return setPanel(null);
    if (what === "code") setCode(null);
    else setFinding(false);
    graph.current?.focus();
  };
  return { sides, code, panel, isFinding, side, toggle, openProperties: () => open("properties"), enterProperties, openCode: (field) => setCode({ field }), find: () => setFinding(true), close, ...problems };
}

/** A half has less room than the window: what a person chose for the one is not meant for the other. */
function useSides(): { readonly sides: Panes["sides"]; readonly setSides: (sides: Panes["sides"]) => void } {
  const isHalf = useHalves(({ halves }) => halves.length > 1);
  const whole = useKeptState<Panes["sides"] | null>("sides", null, isSides);
  const beside = useKeptState<Panes["sides"] | null>("sides-beside", null, isSides);
  const [full] = useState(innerWidth);
  const width = isHalf ? full / 2 : full;
  const [kept, setSides] = isHalf ? beside : whole;
  return { sides: kept ?? { palette: width >= 1700, tree: width >= 1200, yaml: false, properties: width >= 1500 }, setSides };
}

function isSides(value: unknown): value is Panes["sides"] {
  return typeof value === "object" && value !== null && sideNames.every((name) => typeof Reflect.get(value, name) === "boolean");
}

function isCode(value: unknown): value is NonNullable<Panes["code"]> {
  const field: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "field") : undefined;
  return field === null || typeof field === "string";
}

function useProblemPlaces(select: Drawing["select"], open: (side: Side) => void): Pick<Panes, "place" | "reveal" | "showField" | "showInYaml"> {
  const [place, setPlace] = useState<Panes["place"]>(null);
  const [reveal, setReveal] = useState<Panes["reveal"]>(null);
  const showField = (problem: Diagnostic): void => {
    const id = taskOf(problem);
    if (id === null) return;
    select([id], "tree");
    open("properties");
    setReveal({ field: formatPath((parsePath(problem.field ?? "") ?? []).slice(2)) });
  };
  const showInYaml = ({ line }: Diagnostic): void => {
    setPlace({ line, focus: true });
    open("yaml");
  };
  return { place, reveal, showField, showInYaml };
}

/** The first field of a form, behind its preview. */
function focusFirst(panel: HTMLElement | null): void {
  (firstField(panel, "[data-field]") ?? firstField(panel) ?? panel?.querySelector<HTMLElement>("button"))?.focus();
}
