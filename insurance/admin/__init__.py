"""The back office's pages about insurance: declarations, people, units, policy."""

from insurance.admin import declarations, people, policy, units

__all__ = ["declarations", "people", "policy", "units"]
