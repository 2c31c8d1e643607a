"""One module per page or group of pages: what is asked of the store, what is done, and what the template is told."""

from . import live, walls

ALL = (live, walls)  # each has a router
