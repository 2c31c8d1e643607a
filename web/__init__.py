"""The walls and pages. Light to import: the command line asks it who sees what."""
