"""Recognising, as rows: one module per protocol, the first rule that fits wins."""
