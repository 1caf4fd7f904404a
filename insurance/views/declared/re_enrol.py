"""Beginning anew as it was declared: the same answers as joining alone."""

from insurance.views.declared.enrol import facts

__all__ = ["facts"]
