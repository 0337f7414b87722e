/** The weeks to come as the engine works them out, and how far it is. Another question, or none any more, ends the one before. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ScheduleForecast } from "../../../shared/contract/schedules.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";

interface Progress {
  readonly done: number;
  readonly of: number;
}

export interface ForecastReading {
  readonly data: ScheduleForecast | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly progress: Progress | null;
  readonly refetch: () => Promise<unknown>;
}

export function useForecast(input: { readonly days: number; readonly onlyOn: boolean }): ForecastReading {
  const rpc = useRpc();
  const [progress, setProgress] = useState<Progress | null>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...rpc.schedules.forecast.key(), input.days, input.onlyOn],
    queryFn: async ({ signal }) => {
      setProgress(null);
      for await (const step of await rpc.schedules.forecast.call(input, { signal })) {
        if (step.kind === "done") return step.forecast;
        setProgress(step);
      }
      throw new Error("The engine ended before it answered.");
    },
  });
  return { data, error, isPending, progress, refetch };
}
