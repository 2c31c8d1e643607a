"""Stands in for our postroom in processes that tests start: its jobs only note what they were asked."""
