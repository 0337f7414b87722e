/** The doc of a DAG or task. Its links open outside of the window. */
import type { ReactNode } from "react";
import { useHost } from "../../app/host-context.tsx";
import { MarkdownText } from "../../ui/markdown-text.tsx";

export function DocText({ text }: { text: string }): ReactNode {
  const host = useHost();
  return <MarkdownText text={text} onOpenLink={(address) => void host.openExternal(address)} />;
}
