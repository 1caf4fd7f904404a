"""What was declared, as its pages write it: each kind has a module here with the function ``facts``.

``facts(declaration, line)`` returns labels and values in the order of the form; ``line`` is None for a declaration
about the unit itself. What was left empty does not appear. What is on record or follows from the answers ends with KNOWN:
there is nothing to change about it.
"""

from importlib import import_module

from insurance.views.declared.known import KNOWN


def declared_facts(declaration, line=None) -> list[dict]:
    """Return what was declared, of one person or of the unit, as rows of ``components/fact_list.html``."""
    facts = import_module(f"{__name__}.{declaration.kind}").facts(declaration, line)
    return [{"label": label, "value": value, "is_known": KNOWN in known} for label, value, *known in facts if value]
