"""The imperative shell: RQ, Redis, time, tasks; attempt, then settle."""
