"""The back office's pages about insurance: declarations, people, units, policy."""

from insurance.admin import benefit_policy, declarations, people, policy, policy_studio, registry, units

__all__ = ["benefit_policy", "declarations", "people", "policy", "policy_studio", "registry", "units"]
