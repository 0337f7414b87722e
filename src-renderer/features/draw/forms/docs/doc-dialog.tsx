/** A section of the page about DAG files, as the documentation has it. */
import type { ReactNode } from "react";
import page from "../../../../../docs/dag-file.md?raw";
import { useHost } from "../../../../app/host-context.tsx";
import { t } from "../../../../strings/t.ts";
import { Dialog } from "../../../../ui/dialog.tsx";
import { MarkdownText } from "../../../../ui/markdown-text.tsx";
import { sectionOf, withoutPages } from "./section-of.ts";

export function DocDialog({ anchor, onClose }: { anchor: string; onClose: () => void }): ReactNode {
  const host = useHost();
  const { title, text } = sectionOf(page, anchor) ?? { title: t("The DAG file"), text: page };
  return (
    <Dialog title={title} size={680} onClose={onClose}>
      <MarkdownText text={withoutPages(text)} onOpenLink={(address) => void host.openExternal(address)} />
      <p className="dw-dim">{t("From docs/dag-file.md.")}</p>
    </Dialog>
  );
}
