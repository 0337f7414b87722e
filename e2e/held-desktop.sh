#!/bin/sh
# Starts the desktop program with hold-desktop.cjs; the driver takes NODE_OPTIONS away from what it starts itself.
NODE_OPTIONS="--require \"$(dirname "$0")/hold-desktop.cjs\"" exec "$DAGWRIGHT_DESKTOP" "$@"
