"""Measurements of the hall: each beside the least the same work can cost, in the same run, in turn."""
