"""What the public part of the hall says: law, guides, news, questions, offices, statements, and the index of all of it.

Texts exist in both languages side by side. They arrive from the reviewed files in ``portal/content`` and may be
changed in the back office afterwards; ``edited_at`` is what tells the two apart.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Evidence(models.TextChoices):
    """How far a paraphrase may be relied upon."""

    STATUTE = "statute", _("checked against the published text")
    QUOTED = "quoted", _("quoted from other publications, not checked against the official text")
    LOCAL = "local", _("rule of this office for this city, not a national rule")


class Reviewed(models.Model):
    """A text that ``load_content`` may renew as long as nobody has edited it by hand."""

    file_digest = models.CharField(_("digest of the file entry"), max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(_("edited by hand at"), null=True, editable=False)

    class Meta:
        abstract = True


class LawText(Reviewed):
    """A law, a regulation or a local document whose articles guides and rules cite."""

    slug = models.SlugField(_("address of the page"), unique=True, max_length=40)
    position = models.PositiveSmallIntegerField(_("position in the list"))
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence.choices)
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=200)
    edition_zh = models.CharField(_("issuer, number and dates (Chinese)"), max_length=200)
    edition_en = models.CharField(_("issuer, number and dates (English)"), max_length=300)
    summary_zh = models.TextField(_("summary (Chinese)"))
    summary_en = models.TextField(_("summary (English)"))

    class Meta:
        ordering = ["position"]
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")

    def __str__(self):
        return self.slug


class LawArticle(models.Model):
    """One article in our own words; never the wording of the law itself."""

    law = models.ForeignKey(LawText, models.CASCADE, related_name="articles", verbose_name=_("legal text"))
    number = models.PositiveSmallIntegerField(_("article number"))
    label_zh = models.CharField(_("label (Chinese)"), max_length=60)
    label_en = models.CharField(_("label (English)"), max_length=80)
    body_zh = models.TextField(_("paraphrase (Chinese)"))
    body_en = models.TextField(_("paraphrase (English)"))

    class Meta:
        ordering = ["law", "number"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [models.UniqueConstraint("law", "number", name="law_article_once")]

    def __str__(self):
        return f"{self.law_id}/{self.number}"


class Audience(models.TextChoices):
    """Who a guide speaks to; also the headings of the list of guides, in this order."""

    CITIZEN = "citizen", _("For people")
    EMPLOYER = "employer", _("For units")
    EVERYBODY = "everybody", _("Good to know")


class Guide(Reviewed):
    """A service guide, or an explanation of how a part of social insurance works."""

    slug = models.SlugField(_("address of the page"), unique=True, max_length=40)
    position = models.PositiveSmallIntegerField(_("position in the list"))
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    title_zh = models.CharField(_("title (Chinese)"), max_length=60)
    title_en = models.CharField(_("title (English)"), max_length=120)
    summary_zh = models.CharField(_("summary (Chinese)"), max_length=200)
    summary_en = models.CharField(_("summary (English)"), max_length=400)
    keywords_zh = models.CharField(_("other words people search for (Chinese)"), max_length=200, blank=True)
    keywords_en = models.CharField(_("other words people search for (English)"), max_length=200, blank=True)
    official_name_zh = models.CharField(_("official name of the service (Chinese)"), max_length=60, blank=True)
    official_name_en = models.CharField(_("official name of the service (English)"), max_length=120, blank=True)
    visits = models.PositiveSmallIntegerField(_("visits needed"), null=True, blank=True)
    statutory_limit_zh = models.CharField(_("statutory time limit (Chinese)"), max_length=80, blank=True)
    statutory_limit_en = models.CharField(_("statutory time limit (English)"), max_length=160, blank=True)
    promised_limit_zh = models.CharField(_("promised time limit (Chinese)"), max_length=80, blank=True)
    promised_limit_en = models.CharField(_("promised time limit (English)"), max_length=160, blank=True)
    start_path = models.CharField(_("address where the service starts"), max_length=100, blank=True)
    start_label_zh = models.CharField(_("words on the start button (Chinese)"), max_length=30, blank=True)
    start_label_en = models.CharField(_("words on the start button (English)"), max_length=60, blank=True)
    reviewed_on = models.DateField(_("last reviewed on"))
    basis = models.ManyToManyField(LawArticle, blank=True, verbose_name=_("legal basis"))
    related = models.ManyToManyField("self", blank=True, symmetrical=False, verbose_name=_("related guides"))

    class Meta:
        ordering = ["position"]
        verbose_name = _("service guide")
        verbose_name_plural = _("service guides")
        constraints = [
            models.CheckConstraint(
                name="guide_start_is_on_this_site",
                condition=Q(start_path="") | Q(start_path__regex="^/[^/]"),
                violation_error_message=_("The start address must be a path of this site, such as /me/insurance/."),
            ),
            models.CheckConstraint(
                name="guide_start_has_words",
                condition=Q(start_path="", start_label_zh="", start_label_en="")
                | (~Q(start_path="") & ~Q(start_label_zh="") & ~Q(start_label_en="")),
                violation_error_message=_("A start button needs an address and words in both languages."),
            ),
        ]

    def __str__(self):
        return self.slug


class SectionKind(models.TextChoices):
    """The parts of a guide, in the order in which they are shown."""

    WHO = "who", _("Who can apply")
    CONDITIONS = "conditions", _("Conditions")
    EXPLANATION = "explanation", _("How it works")
    STEPS = "steps", _("Steps")
    CHANNELS = "channels", _("Where to do it")
    LIMITS = "limits", _("Time limits")
    RESULT = "result", _("What you get")
    CARE = "care", _("Please note")
    REMEDIES = "remedies", _("If you disagree")


class GuideSection(models.Model):
    """One part of a guide, as Markdown in both languages."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="sections", verbose_name=_("service guide"))
    kind = models.CharField(_("part of the guide"), max_length=12, choices=SectionKind.choices)
    body_zh = models.TextField(_("text (Chinese)"))
    body_en = models.TextField(_("text (English)"))

    class Meta:
        verbose_name = _("part of a guide")
        verbose_name_plural = _("parts of a guide")
        constraints = [models.UniqueConstraint("guide", "kind", name="guide_section_once")]

    def __str__(self):
        return f"{self.guide_id}/{self.kind}"


class Requirement(models.TextChoices):
    """Whether a person must bring a paper at all."""

    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    SHARED = "shared", _("Not needed: we look it up")


class Material(models.Model):
    """A paper a guide names. What is required must name the article that allows us to ask for it.

    Source: Regulations on Social Insurance Handling, article 31.
    """

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="materials", verbose_name=_("service guide"))
    position = models.PositiveSmallIntegerField(_("position in the list"))
    requirement = models.CharField(_("requirement"), max_length=10, choices=Requirement.choices)
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=200)
    note_zh = models.CharField(_("note (Chinese)"), max_length=200, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=400, blank=True)
    basis = models.ForeignKey(
        LawArticle, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )

    class Meta:
        ordering = ["position"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.UniqueConstraint("guide", "position", name="material_once"),
            models.CheckConstraint(
                name="required_material_has_legal_basis",
                condition=~Q(requirement="required") | Q(basis__isnull=False),
                violation_error_message=_("A required material must name the article that allows us to ask for it."),
            ),
        ]

    def __str__(self):
        return f"{self.guide_id}/{self.position}"


class NewsKind(models.TextChoices):
    """What a notice is about, in one word."""

    NOTICE = "notice", _("Notice")
    POLICY = "policy", _("Policy")
    SERVICE = "service", _("Service")
    SAFETY = "safety", _("Safety")


class NewsItem(Reviewed):
    """A dated notice. It is shown from its day of publication on."""

    key = models.SlugField(_("key of the file entry"), unique=True, null=True, max_length=40, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=NewsKind.choices)
    published_on = models.DateField(_("published on"))
    pinned_until = models.DateField(_("kept at the top until"), null=True, blank=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=80)
    title_en = models.CharField(_("title (English)"), max_length=160)
    body_zh = models.TextField(_("text (Chinese)"))
    body_en = models.TextField(_("text (English)"))

    class Meta:
        ordering = ["-published_on", "-id"]
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        indexes = [models.Index("published_on", "id", name="news_by_day")]
        constraints = [
            models.CheckConstraint(
                name="news_pinned_after_published",
                condition=Q(pinned_until=None) | Q(pinned_until__gte=F("published_on")),
                violation_error_message=_("The last day at the top cannot be before the day of publication."),
            ),
        ]

    def __str__(self):
        return f"{self.published_on} {self.pk}"


class Topic(models.TextChoices):
    """The headings of the questions page, in this order."""

    ACCOUNT = "account", _("Account and sign-in")
    ENQUIRY = "enquiry", _("Looking things up")
    STOP = "stop", _("Stopping insurance")
    EMPLOYER = "employer", _("For units")
    PAYMENT = "payment", _("Payments and gaps")
    CARD = "card", _("Card and personal account")


class Question(Reviewed):
    """A question people really ask, with its answer."""

    key = models.SlugField(_("key of the file entry"), unique=True, null=True, max_length=40, editable=False)
    topic = models.CharField(_("topic"), max_length=10, choices=Topic.choices)
    position = models.PositiveSmallIntegerField(_("position in the list"))
    question_zh = models.CharField(_("question (Chinese)"), max_length=100)
    question_en = models.CharField(_("question (English)"), max_length=200)
    answer_zh = models.TextField(_("answer (Chinese)"))
    answer_en = models.TextField(_("answer (English)"))

    class Meta:
        ordering = ["position"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return f"{self.topic}/{self.position}"


class OfficeKind(models.TextChoices):
    """What sort of place it is; also the headings of the offices page, in this order."""

    HALL = "hall", _("Service halls")
    MEDICAL = "medical", _("Medical insurance counters")
    STATION = "station", _("Township and subdistrict service stations")
    BANK = "bank", _("Bank outlets that serve the card")


class Office(Reviewed):
    """A place one can go to."""

    key = models.SlugField(_("key of the file entry"), unique=True, null=True, max_length=40, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=OfficeKind.choices)
    position = models.PositiveSmallIntegerField(_("position in the list"))
    name_zh = models.CharField(_("name (Chinese)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=160)
    district_zh = models.CharField(_("district (Chinese)"), max_length=30)
    district_en = models.CharField(_("district (English)"), max_length=60)
    address_zh = models.CharField(_("street address (Chinese)"), max_length=120)
    address_en = models.CharField(_("street address (English)"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=20)
    hours_zh = models.CharField(_("opening hours (Chinese)"), max_length=120)
    hours_en = models.CharField(_("opening hours (English)"), max_length=200)
    services_zh = models.CharField(_("what can be done here (Chinese)"), max_length=200)
    services_en = models.CharField(_("what can be done here (English)"), max_length=400)
    access_zh = models.CharField(_("buses, parking, step-free access (Chinese)"), max_length=200, blank=True)
    access_en = models.CharField(_("buses, parking, step-free access (English)"), max_length=400, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self):
        return f"{self.kind}/{self.position}"


class Statement(Reviewed):
    """A standing page of the office about the site itself: accessibility, privacy."""

    slug = models.SlugField(_("address of the page"), unique=True, max_length=40)
    title_zh = models.CharField(_("title (Chinese)"), max_length=60)
    title_en = models.CharField(_("title (English)"), max_length=120)
    summary_zh = models.CharField(_("summary (Chinese)"), max_length=200)
    summary_en = models.CharField(_("summary (English)"), max_length=400)
    body_zh = models.TextField(_("text (Chinese)"))
    body_en = models.TextField(_("text (English)"))
    reviewed_on = models.DateField(_("last reviewed on"))

    class Meta:
        ordering = ["slug"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def __str__(self):
        return self.slug


class SearchEntry(models.Model):
    """One findable thing in one language.

    PostgreSQL has no parser for Chinese, so the ``_terms`` columns hold single characters and bigrams made in
    Python (``portal.rules.search_terms``). The English configuration stems English words and leaves Chinese alone.
    """

    class Kind(models.TextChoices):
        GUIDE = "guide", _("Service guide")
        LAW = "law", _("Law and rules")
        NEWS = "news", _("Notice")
        QUESTION = "question", _("Question")
        OFFICE = "office", _("Office")
        PAGE = "page", _("Page")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(max_length=10)
    path = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400)
    shown_from = models.DateField(null=True)
    title_terms = models.TextField()
    keyword_terms = models.TextField()
    body_terms = models.TextField()
    vector = models.GeneratedField(
        expression=SearchVector("title_terms", weight="A", config="english")
        + SearchVector("keyword_terms", weight="B", config="english")
        + SearchVector("body_terms", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex("vector", name="search_entry_vector")]
        constraints = [models.UniqueConstraint("language", "path", name="search_entry_once")]

    def __str__(self):
        return f"{self.language} {self.path}"
