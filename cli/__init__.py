"""The command line: one verb per file in commands/, errors and exit codes in edge.py."""
