"""The scheduler: takes solve jobs, solves each in a process of its own, proposes what it found."""
