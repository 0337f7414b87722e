/** Tries of the drawn DAG for a component: what was tried, what goes on, and how to start, cancel, pin and forget. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StartTry, TryMode, TryState } from "../../../../shared/contract/tries.ts";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import type { Drawing } from "../use-drawing.ts";
import { useTextNow } from "./use-text-now.ts";

export interface Tries {
  readonly state: TryState | undefined;
  /** Why the last try did not begin, or its pin was not made. */
  readonly failure: Failure | null;
  /** Tasks of a try that the engine has not answered to yet. */
  readonly asked: readonly string[];
  readonly isActive: boolean;
  readonly start: (mode: TryMode, tasks: readonly string[]) => void;
  readonly cancel: () => void;
  readonly forget: () => void;
  /** Pins a task, or takes its pin off. */
  readonly pin: (taskId: string) => void;
  readonly pinAnew: (taskId: string) => void;
  readonly editPin: (pinId: string, xcoms: Record<string, unknown>) => void;
  readonly isPinning: boolean;
  /** The text as it stands, with what is unsaved beside it. */
  readonly textNow: () => Pick<StartTry, "path" | "text" | "files">;
}

const nobody: readonly string[] = [];

export function useTries(drawing: Drawing): Tries {
  const rpc = useRpc();
  const { dagId, document, perform, say } = drawing;
  const state = useQuery(rpc.tries.state.queryOptions({ input: { dagId } }));
  const [failure, setFailure] = useState<Failure | null>(null);
  const fail = (thrown: unknown): void => setFailure(toFailure(thrown));
  const start = useMutation({ mutationFn: (input: StartTry) => rpc.tries.start.call(input), onError: fail, onSuccess: ({ tasks }) => say(t("Trying {{tasks}}", { tasks: tasks.length === 1 ? (tasks[0] ?? "") : t("{{count}} tasks", { count: tasks.length }) })) });
  const cancel = useMutation(rpc.tries.cancel.mutationOptions({ onError: fail, onSuccess: () => say(t("Cancelled what was being tried")) }));
  const forget = useMutation(rpc.tries.forget.mutationOptions({ onError: fail, onSuccess: () => (say(t("Forgot what was tried")), void state.refetch()) }));
  const edit = useMutation(rpc.tries.editPin.mutationOptions({ onError: fail, onSuccess: () => (say(t("Changed the pinned values")), void state.refetch()) }));
  const pin = useMutation(
    rpc.tries.pin.mutationOptions({
      onError: fail,
      onSuccess: async (made) => {
        await state.refetch();
        perform({ name: t("Pin the output of {{taskId}}", { taskId: made.taskId }), edits: [{ kind: "setPin", task: made.taskId, pin: made.id }] });
      },
    }),
  );
  const textNow = useTextNow(drawing);
  const pinAnew = (taskId: string): void => {
    setFailure(null);
    pin.mutate({ dagId, taskId });
  };
  return {
    state: state.data,
    failure,
    asked: start.isPending ? (start.variables?.tasks ?? nobody) : nobody,
    isActive: start.isPending || (state.data?.active.length ?? 0) > 0,
    start: (mode, tasks) => {
      for (const write of drawing.unwritten.current) write();
      setFailure(null);
      start.mutate({ ...textNow(), mode, tasks: [...tasks] });
    },
    cancel: () => cancel.mutate({ dagId }),
    forget: () => forget.mutate({ dagId }),
    pin: (taskId) => {
      if (Object.hasOwn(document.get().good.ui.pins, taskId)) perform({ name: t("Take the pin off {{taskId}}", { taskId }), edits: [{ kind: "setPin", task: taskId, pin: null }] });
      else pinAnew(taskId);
    },
    pinAnew,
    editPin: (pinId, xcoms) => edit.mutate({ dagId, pinId, xcoms }),
    isPinning: pin.isPending,
    textNow,
  };
}
