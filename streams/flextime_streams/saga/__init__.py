"""The process manager of runs: a request becomes jobs, the best candidate becomes the draft, a late run ends."""
