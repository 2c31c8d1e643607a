"""`python -m postroom` is the command `postroom`."""

from cli.edge import main

if __name__ == "__main__":
    raise SystemExit(main())
