"""The demo: a throw-away Postroom against the simulator, shown live, that checks itself at the end."""
