"""Loading the reviewed public content, marking what editors changed, and rebuilding the search index."""

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from accounts.models.users import User
from accounts.services import audit
from portal.models.content import (
    Guide,
    GuideSection,
    LawArticle,
    LawText,
    Material,
    NewsItem,
    Office,
    Question,
    Reviewed,
    SearchEntry,
    Statement,
)
from portal.rules.search_terms import index_terms
from portal.selectors.search import entries_of_everything

Entry = dict[str, Any]
OUTDATED = "outdated"
"""A digest that no entry has."""


@dataclass
class Outcome:
    """What one load did to each table and to the index; ``kept`` are rows an editor had changed."""

    written: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    index_changed: bool = False


def digest(entry: Entry) -> str:
    """Return a digest that changes when anything in the file entry changes."""
    return hashlib.sha256(repr(sorted(entry.items())).encode()).hexdigest()


def entries_in(folder: Path) -> list[Entry]:
    """Return the entries of a folder that holds one file each."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]


def entries_of(path: Path, name: str) -> list[Entry]:
    """Return the entries of one file that holds them as a list called ``name``."""
    return tomllib.loads(path.read_text(encoding="utf-8"))[name]


@transaction.atomic
def load(folder: Path) -> Outcome:
    """Bring the public content up to the reviewed files in ``folder``; set-based, repeatable.

    A row is written only when its file entry is new or has changed since it was last loaded, and never once
    somebody has edited it by hand; so is it removed when its entry has gone. The search index follows.
    """
    outcome = Outcome()
    laws, guides = entries_in(folder / "law"), entries_in(folder / "guides")
    renewed_laws = renew(LawText, "slug", laws, outcome)
    renew_articles(renewed_laws)
    renew_guides(renew(Guide, "slug", guides, outcome))
    withdraw(Guide, "slug", guides, outcome)
    drop_former_articles(renewed_laws)
    withdraw(LawText, "slug", laws, outcome)
    for model, key, entries in (
        (NewsItem, "key", entries_of(folder / "news.toml", "news")),
        (Question, "key", entries_of(folder / "faq.toml", "questions")),
        (Office, "key", entries_of(folder / "offices.toml", "offices")),
        (Statement, "slug", entries_in(folder / "statements")),
    ):
        renew(model, key, entries, outcome)
        withdraw(model, key, entries, outcome)
    outcome.index_changed = rebuild_index()
    return outcome


def withdraw(model: type[Reviewed], key: str, entries: list[Entry], outcome: Outcome) -> None:
    """Remove the rows whose file entry has gone; what was made or edited by hand stays."""
    from_files = model.objects.exclude(file_digest="").filter(edited_at=None)
    gone = from_files.exclude(**{f"{key}__in": [entry[key] for entry in entries]})
    outcome.removed[model._meta.model_name] = gone.count()
    gone.delete()


def renew(model: type[Reviewed], key: str, entries: list[Entry], outcome: Outcome) -> list[tuple[Reviewed, Entry]]:
    """Write the entries that are new or changed and not edited by hand; return their rows beside them."""
    known = {row[0]: row[1:] for row in model.objects.values_list(key, "file_digest", "edited_at")}
    fresh, kept = [], 0
    for entry in entries:
        file_digest, edited_at = known.get(entry[key], (None, None))
        kept += edited_at is not None
        if edited_at is None and file_digest != digest(entry):
            fresh.append(entry)
    columns = [column.name for column in model._meta.concrete_fields if column.name != "id"]
    model.objects.bulk_create(
        [
            model(file_digest=digest(entry), **{name: entry[name] for name in columns if name in entry})
            for entry in fresh
        ],
        update_conflicts=True,
        unique_fields=[key],
        update_fields=[name for name in columns if name != key],
    )
    outcome.written[model._meta.model_name] = len(fresh)
    outcome.kept[model._meta.model_name] = kept
    rows = model.objects.in_bulk([entry[key] for entry in fresh], field_name=key)
    return [(rows[entry[key]], entry) for entry in fresh]


def renew_articles(laws: list[tuple[LawText, Entry]]) -> None:
    """Write the articles of renewed laws. Rows keep their keys, because guides point at them."""
    rows = [
        LawArticle(
            law=law,
            number=article["number"],
            label_zh=article["label_zh"],
            label_en=article["label_en"],
            body_zh=article["zh"],
            body_en=article["en"],
        )
        for law, entry in laws
        for article in entry["articles"]
    ]
    LawArticle.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["law", "number"],
        update_fields=["label_zh", "label_en", "body_zh", "body_en"],
    )


def drop_former_articles(laws: list[tuple[LawText, Entry]]) -> None:
    """Remove the articles that left the files; once guides are renewed, nothing points at them any more."""
    wanted = {(law.id, article["number"]) for law, entry in laws for article in entry["articles"]}
    present = LawArticle.objects.filter(law__in=[law for law, _ in laws]).values_list("id", "law_id", "number")
    LawArticle.objects.filter(id__in=[row[0] for row in present if row[1:] not in wanted]).delete()


def renew_guides(guides: list[tuple[Guide, Entry]]) -> None:
    """Write parts, materials, legal basis and related guides of renewed guides."""
    articles = {
        f"{slug}/{number}": key for key, slug, number in LawArticle.objects.values_list("id", "law__slug", "number")
    }
    slugs = dict(Guide.objects.values_list("slug", "id"))
    replace_children(
        GuideSection,
        guides,
        [
            GuideSection(guide=guide, kind=kind, body_zh=body["zh"], body_en=body["en"])
            for guide, entry in guides
            for kind, body in entry["sections"].items()
        ],
    )
    replace_children(Material, guides, [row for guide, entry in guides for row in materials_of(guide, entry, articles)])
    replace_children(
        Guide.basis.through,
        guides,
        [
            Guide.basis.through(guide=guide, lawarticle_id=articles[reference])
            for guide, entry in guides
            for reference in entry.get("basis", [])
        ],
    )
    Guide.related.through.objects.filter(from_guide__in=[guide for guide, _ in guides]).delete()
    Guide.related.through.objects.bulk_create(
        Guide.related.through(from_guide=guide, to_guide_id=slugs[slug])
        for guide, entry in guides
        for slug in entry.get("related", [])
    )


def materials_of(guide: Guide, entry: Entry, articles: dict[str, int]) -> list[Material]:
    return [
        Material(
            guide=guide,
            position=position,
            basis_id=articles[material["basis"]] if "basis" in material else None,
            **{name: value for name, value in material.items() if name != "basis"},
        )
        for position, material in enumerate(entry.get("materials", []), start=1)
    ]


def replace_children(model: type[models.Model], guides: list[tuple[Guide, Entry]], rows: list[models.Model]) -> None:
    """Put ``rows`` in the place of all rows of ``model`` that belong to these guides."""
    model.objects.filter(guide__in=[guide for guide, _ in guides]).delete()
    model.objects.bulk_create(rows)


@transaction.atomic
def keep_edit(row: Reviewed, *, actor: User, at: datetime) -> None:
    """Note that ``actor`` changed ``row``, so that loading leaves it alone, and make the change findable."""
    row.edited_at = at
    row.save(update_fields=["edited_at"])
    audit.record(actor, "content.edited", row, at=at)
    rebuild_index()


@transaction.atomic
def return_to_file(rows: models.QuerySet[Reviewed], *, actor: User, at: datetime) -> int:
    """Let the next load overwrite ``rows`` again; return how many. Rows made by hand have no file and stay."""
    returned = list(rows.exclude(file_digest="").exclude(edited_at=None).select_for_update())
    for row in returned:
        audit.record(actor, "content.returned_to_file", row, at=at)
    rows.model.objects.filter(pk__in=[row.pk for row in returned]).update(edited_at=None, file_digest=OUTDATED)
    return len(returned)


@transaction.atomic
def rebuild_index() -> bool:
    """Bring the search index up to the content, whole or not at all; return whether anything had changed."""
    wanted = [
        {
            "kind": entry.kind.value,
            "language": entry.language,
            "path": entry.path,
            "title": entry.title,
            "summary": entry.summary,
            "shown_from": entry.shown_from,
            "title_terms": index_terms(entry.title),
            "keyword_terms": index_terms(entry.keywords),
            "body_terms": index_terms(entry.body),
        }
        for entry in entries_of_everything()
    ]
    present = {(row["language"], row["path"]): row for row in SearchEntry.objects.values(*wanted[0])}
    if present == {(row["language"], row["path"]): row for row in wanted}:
        return False
    SearchEntry.objects.all().delete()
    SearchEntry.objects.bulk_create(SearchEntry(**row) for row in wanted)
    return True
