"""Files that people write, CSV and YAML, as values that know their line and column: every mistake is told at once."""
