"""What can go wrong, what it is called, what is decided, who sees it.

Pure: the standard library only, no clock, no chance, no I/O.
"""
