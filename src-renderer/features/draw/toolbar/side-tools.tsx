/** What stands around the canvas, what is searched in it, and a picture of it. */
import { Blocks, Code, ImageDown, ListTree, PanelRight, Search, SquareTerminal } from "lucide-react";
import type { ReactNode } from "react";
import type { Panes } from "../use-panes.ts";
import { Tool } from "./tool.tsx";

export function SideTools({ panes: { sides, code, toggle } }: { panes: Panes }): ReactNode {
  return (
    <>
      <Tool id="draw.palette" icon={Blocks} pressed={sides.palette} />
      <Tool id="draw.tree" icon={ListTree} pressed={sides.tree} />
      <Tool id="draw.find" icon={Search} />
      <Tool id="draw.code" icon={SquareTerminal} pressed={code !== null} />
      <Tool id="draw.yaml" icon={Code} pressed={sides.yaml} />
      <Tool id="draw.properties" icon={PanelRight} pressed={sides.properties} onPress={() => toggle("properties")} />
      <Tool id="graph.picture" icon={ImageDown} />
    </>
  );
}
