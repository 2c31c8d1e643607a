"""Settings (flags > environment > file > defaults, every problem told at once) and logging."""
