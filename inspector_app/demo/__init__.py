"""The main job on real input: a whole day on a demo county, from an empty folder, verified at HQ step by step."""
