/** The dialogs about run capsules. Mounted once in the window. */
import { lazy, Suspense, type ReactNode } from "react";
import { askCapsule, useCapsuleAsked } from "./capsule-asked.ts";
import { useCommandHandlers } from "./command-handlers.ts";

const OpenDialog = lazy(async () => ({ default: (await import("../features/capsule/open-dialog.tsx")).OpenDialog }));
const ExportDialog = lazy(async () => ({ default: (await import("../features/capsule/export-dialog.tsx")).ExportDialog }));
const IncidentDialog = lazy(async () => ({ default: (await import("../features/capsule/incident-dialog.tsx")).IncidentDialog }));
const ReplayDialog = lazy(async () => ({ default: (await import("../features/capsule/replay-dialog.tsx")).ReplayDialog }));

export function CapsuleWindows(): ReactNode {
  const { question } = useCapsuleAsked();
  useCommandHandlers({ "capsule.open": () => askCapsule({ kind: "open", files: [] }) });
  if (question === null) return null;
  const close = (): void => askCapsule(null);
  return (
    <Suspense fallback={null}>
      {question.kind === "open" && <OpenDialog dropped={question.files} onClose={close} />}
      {question.kind === "export" && <ExportDialog run={question.run} onClose={close} />}
      {question.kind === "incident" && <IncidentDialog run={question.run} taskId={question.taskId} onClose={close} />}
      {question.kind === "replay" && <ReplayDialog run={question.run} taskId={question.taskId} onClose={close} />}
    </Suspense>
  );
}
