"""What a rule says when a person's wish cannot be done: a code and the facts, never a sentence."""


class RuleBroken(Exception):
    """A person's mistake or a state that forbids the act; the sentence for ``code`` stands in wording.

    ``field`` names the form field the person should look at, None when the whole act is meant.
    ``facts`` are plain values (dates, months, numbers, codes) that the sentence may name.
    """

    def __init__(self, code: str, field: str | None = None, /, **facts):
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    def __eq__(self, other):
        return isinstance(other, RuleBroken) and (self.code, self.field, self.facts) == (
            other.code,
            other.field,
            other.facts,
        )

    def __hash__(self):
        return hash((self.code, self.field))

    def __repr__(self):
        facts = "".join(f", {name}={value!r}" for name, value in self.facts.items())
        return f"RuleBroken({self.code!r}, {self.field!r}{facts})"


class RulesBroken(Exception):
    """Several broken rules at once, so that a person sees every answer in one go."""

    def __init__(self, problems: list[RuleBroken]):
        assert problems, "no broken rule to report"
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = list(problems)


def refuse_if_any(problems: list[RuleBroken]) -> None:
    """Raise RulesBroken when ``problems`` is not empty."""
    if problems:
        raise RulesBroken(problems)
