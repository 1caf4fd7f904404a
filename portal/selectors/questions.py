"""Questions and answers in the reader's language."""

from dataclasses import dataclass
from itertools import groupby

from portal.models.content import Question, Topic
from portal.selectors.language import column_suffix


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer; ``answer`` is Markdown."""

    id: int
    question: str
    answer: str


def questions_by_topic(*, language: str) -> list[tuple[Topic, list[Answered]]]:
    """Return the questions under their topics, both in order; a topic without a question is left out."""
    suffix = column_suffix(language)
    order = list(Topic)
    rows = Question.objects.values_list("topic", "position", "id", f"question_{suffix}", f"answer_{suffix}")
    ordered = sorted(rows, key=lambda row: (order.index(Topic(row[0])), *row[1:3]))
    return [
        (Topic(topic), [Answered(*row[2:]) for row in group])
        for topic, group in groupby(ordered, key=lambda row: row[0])
    ]
