"""The main job from an empty conference to a published season, one step a module, each of which may be run again."""
