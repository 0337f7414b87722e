/** A value that may change with every frame, as it is once a second, for what costs more than a frame to work out. */
import { useEffect, useRef, useState } from "react";

/** Of a smaller graph everything is worked out in a fraction of a frame. */
const largeFrom = 600;
const everyMs = 1_000;

/** The value itself while `isMoving` is false, and for a list that is short. `of` is what it is the value of: never another one's. */
export function useCalm<T>(value: readonly T[], of: string, isMoving: boolean): readonly T[] {
  const [shown, setShown] = useState({ of, value });
  const newest = useRef(shown);
  useEffect(() => void (newest.current = { of, value }), [of, value]);
  const isCalmed = isMoving && value.length > largeFrom;
  useEffect(() => {
    if (!isCalmed) return;
    const timer = setInterval(() => setShown(newest.current), everyMs);
    return () => clearInterval(timer);
  }, [isCalmed]);
  return isCalmed && shown.of === of ? shown.value : value;
}
