/** How long things take to go somewhere: nothing under reduced motion, whether the system or the settings ask for it. */
import { usePreferences } from "../ui/preferences.tsx";

const moveMs = 140;

export function useMotionMs(): number {
  const { reducedMotion } = usePreferences();
  return reducedMotion || matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : moveMs;
}
