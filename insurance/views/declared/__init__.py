"""What was declared, as its pages write it: each kind has a module here with the function ``facts``.

``facts(declaration, line)`` returns labels and values in the order of the form; ``line`` is None for a declaration
about the unit itself. What was left empty does not appear.
"""

from importlib import import_module


def declared_facts(declaration, line=None) -> list[dict]:
    """Return what was declared, of one person or of the unit, as rows of ``components/fact_list.html``."""
    facts = import_module(f"{__name__}.{declaration.kind}").facts(declaration, line)
    return [{"label": label, "value": value} for label, value in facts if value]
