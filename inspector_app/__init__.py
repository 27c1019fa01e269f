"""乡检通 · Field Inspector: the inspector's desktop and HQ's own face."""
