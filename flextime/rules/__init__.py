"""The planner's rules: one file each, with parameters, a sentence, and what they compile to."""
