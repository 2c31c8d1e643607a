"""One fault per small file."""
