/** Mantine set to our tokens: sizes that fit a dense screen, one accent, no shadows but on overlays. */
import { createTheme, defaultVariantColorsResolver, type VariantColorsResolver } from "@mantine/core";
import { t } from "../strings/t.ts";

/** The accent is pale in the dark theme: what stands on it takes our token instead of white. */
const resolveColors: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const isAccent = input.variant === "filled" && (input.color === undefined || input.color === input.theme.primaryColor);
  return isAccent ? { ...resolved, color: "var(--dw-on-accent)" } : resolved;
};

export const theme = createTheme({
  variantColorResolver: resolveColors,
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: false,
  defaultRadius: 6,
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  fontFamily: "var(--dw-font)",
  fontFamilyMonospace: "var(--dw-mono)",
  components: {
    Button: { defaultProps: { size: "compact-md" } },
    TextInput: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs" } },
    MultiSelect: { defaultProps: { size: "xs" } },
    Checkbox: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 120 } } },
    Modal: { defaultProps: { transitionProps: { duration: 130 }, closeButtonProps: { "aria-label": t("Close") } } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": t("Close") } } },
    Menu: { defaultProps: { returnFocus: true, withInitialFocusPlaceholder: false, transitionProps: { duration: 120 }, shadow: "md" } },
  },
});
