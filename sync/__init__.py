"""Talks to mail servers. Knows no Redis, no RQ, no SQL."""
