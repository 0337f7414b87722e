/** How a person likes logs to be shown; kept on this machine, but for what belongs to one look. */
import { useLocalStorage } from "@mantine/hooks";
import { useState } from "react";

export interface LogOptions {
  readonly wrap: boolean;
  readonly times: boolean;
  /** The search box is open. */
  readonly finding: boolean;
  readonly isGoing: boolean;
  readonly isFull: boolean;
  setWrap(on: boolean): void;
  setTimes(on: boolean): void;
  setFinding(on: boolean): void;
  setGoing(on: boolean): void;
  setFull(on: boolean): void;
}

export function useLogOptions(): LogOptions {
  const [wrap, setWrap] = useLocalStorage({ key: "dagwright.log-wrap", defaultValue: true, getInitialValueInEffect: false });
  const [times, setTimes] = useLocalStorage({ key: "dagwright.log-times", defaultValue: true, getInitialValueInEffect: false });
  const [finding, setFinding] = useState(false);
  const [isGoing, setGoing] = useState(false);
  const [isFull, setFull] = useState(false);
  return { wrap, times, finding, isGoing, isFull, setWrap, setTimes, setFinding, setGoing, setFull };
}
