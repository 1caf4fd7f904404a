"""What the check of uploaded files says; ``accounts.wording.add_sentences`` takes these."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "file.too_many": _("A declaration takes at most %(most)s files. Put several pages into one PDF."),
    "file.name": _("One of the files has no name. Give it a name and choose it again."),
    "file.type": _(
        "%(name)s cannot be taken: only JPEG and PNG pictures and PDF files."
        " Save it as one of these, or photograph the paper."
    ),
    "file.empty": _("%(name)s is empty. Open the file to see whether it was saved, then choose it again."),
    "file.too_large": _(
        "%(name)s is larger than %(most_megabytes)s MB. Save it with a lower resolution,"
        " or divide it into several files."
    ),
    "file.mismatch": _(
        "%(name)s is not the kind of file its name says. Open it, save it as JPEG, PNG or PDF, and choose the new file."
    ),
    "file.damaged": _("%(name)s cannot be read to its end. Scan or save it again, then choose the new file."),
    "file.pixels": _("The picture %(name)s has more than 40 million pixels. Save it with a lower resolution."),
    "file.animated": _("The picture %(name)s moves. Choose a still picture."),
    "file.active_content": _(
        "The PDF %(name)s holds a program, a form that sends, or other files inside."
        " Print it to a new PDF and choose that one."
    ),
    "file.encrypted": _(
        "The PDF %(name)s is protected. Remove the protection or print it to a new PDF, and choose that one."
    ),
}
