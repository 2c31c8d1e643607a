"""One module per way to reach mail; the only place where mail libraries are imported."""
