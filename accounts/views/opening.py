"""Choosing a password after a proof, in steps at one address: activation, reset, an operator's first password.

How far somebody is stands in the session, never in the address, and never with a personal number. Each step's form
carries a key that is good for that step of that session: a second window, the back button or a double click is led to
where things stand instead of mixing two people up.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts import clock
from accounts.forms.opening import CodeProofForm, MessageProofForm, NewPasswordForm, NumbersForm, OperatorCodeForm
from accounts.rules.codes import SMS
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.selectors import accounts
from accounts.services import activation, codes, logins, submissions
from accounts.services.logins import Door
from accounts.views.refusals import PoliteRefusals
from accounts.views.sign_in import HOMES, sign_in
from accounts.views.visitors import address_of

LIFETIME = timedelta(minutes=30)


class Step(StrEnum):
    """Where somebody stands."""

    NUMBERS = "numbers"
    PROOF = "proof"
    PASSWORD = "password"  # nosec B105


@dataclass
class Progress:
    """How far somebody is. ``person`` is the key of who the proof is for, None when nobody has the typed number.

    ``by_message`` is the person a text message was for; ``messaged`` whether one was asked for. ``code`` is the key of
    the code that was checked. ``key`` is that of the form shown now, ``spent`` that of the one before, ``begun`` that
    of the first with its answers. ``index`` is the blind index of the typed number, ``attempt`` the attempt to be
    forgiven when the proof holds.
    """

    step: str
    since: str
    begun: str
    index: str
    attempt: int | None = None
    person: int | None = None
    by_message: int | None = None
    messaged: bool = False
    code: int | None = None
    tries: int = 0
    key: str = ""
    spent: str = ""

    def is_over(self, at: datetime) -> bool:
        return at - datetime.fromisoformat(self.since) > LIFETIME

    def next_form(self) -> None:
        """Let the form shown now be the one before."""
        self.spent, self.key = self.key, str(uuid.uuid4())


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class OpeningView(PoliteRefusals, FormView):
    """The steps, whoever they are for: the first one, a proof where it is not part of the first, the password."""

    template_name = "accounts/opening.html"
    session_name = ""
    door = "/accounts/login/"
    forms: dict[Step, type] = {}

    # Where somebody stands

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        kept = request.session.get(self.session_name)
        self.progress = Progress(**kept) if kept else None
        if self.progress and self.progress.is_over(clock.instant()):
            self.progress = None

    @property
    def step(self) -> Step:
        return Step(self.progress.step) if self.progress else Step.NUMBERS

    def keep(self, progress: Progress | None) -> None:
        """Write down how far somebody is; None forgets it."""
        self.progress = progress
        if progress is None:
            self.request.session.pop(self.session_name, None)
            return
        self.request.session[self.session_name] = asdict(progress)
        if not self.request.user.is_authenticated:
            self.request.session.set_expiry(LIFETIME)

    def here(self) -> HttpResponseRedirect:
        """Show where things stand now."""
        return HttpResponseRedirect(self.request.path)

    # Forms

    def get_form_class(self):
        return self.forms[self.step]

    def get_initial(self):
        return {"submission_key": self.progress.key} if self.progress else {}

    def post(self, request, *args, **kwargs):
        if "start_again" in request.POST:
            self.keep(None)
            return self.here()
        if "id_number" in request.POST or "credit_code" in request.POST:
            self.progress = None
        elif (answer := self.answer_to_other_form()) is not None:
            return answer
        return super().post(request, *args, **kwargs)

    def answer_to_other_form(self) -> HttpResponseRedirect | None:
        """Return where somebody is led whose form is not the one shown now, None when it is."""
        sent = self.request.POST.get("submission_key", "")
        if self.progress and sent == self.progress.key:
            return None
        if not self.progress or sent != self.progress.spent:
            messages.info(self.request, _("Time has run out, or you went on in another window. Please go on here."))
        return self.here()

    def form_valid(self, form):
        answers = dict(form.cleaned_data)
        key = answers.pop("submission_key")
        acts = {Step.NUMBERS: self.begin, Step.PROOF: self.prove, Step.PASSWORD: self.choose}
        try:
            return acts[self.step](answers, key)
        except RuleBroken as problem:
            return self.refuse(form, [problem])
        except RulesBroken as several:
            return self.refuse(form, several.problems)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    # Acts

    def begin(self, answers: dict, key: uuid.UUID):
        raise NotImplementedError

    def prove(self, answers: dict, key: uuid.UUID):
        raise NotImplementedError

    def open(self, password: str):
        raise NotImplementedError

    def started(self, begun: uuid.UUID) -> bool:
        """Return whether this very form with these very answers was taken already, in this browser."""
        kept = self.request.session.get(self.session_name)
        return bool(kept) and kept["begun"] == begun.hex

    def proven(self, code: int) -> HttpResponseRedirect:
        """Go on to the password: the proof holds, and from here on it hangs on a session key nobody else can know."""
        self.request.session.cycle_key()
        logins.succeed(self.progress.attempt)
        self.progress.step, self.progress.code = Step.PASSWORD, code
        self.progress.next_form()
        self.keep(self.progress)
        return self.here()

    def choose(self, answers, key):
        """Set the password once, however often the form arrives, and let its owner in."""
        opened = []

        def act() -> str:
            opened.append(self.open(answers["new_password"]))
            return HOMES[opened[0].kind]

        location = submissions.once(key, act, user=None, at=clock.instant())
        for user in opened:
            sign_in(self.request, user)
            messages.success(self.request, _("Your password is saved, and you are signed in."))
        return HttpResponseRedirect(location)

    def get_context_data(self, **kwargs):
        steps = list(self.forms)
        return super().get_context_data(
            step=self.step,
            door_url=self.door,
            steps=[self.step_names()[step] for step in steps],
            current=steps.index(self.step) + 1,
            paragraphs=self.paragraphs(),
            links=self.links() if self.step == Step.NUMBERS else [],
            **kwargs,
        )

    def paragraphs(self) -> list[str]:
        """Return what to know at this step."""
        return []

    def links(self) -> list[dict]:
        """Return ways out of the first step, each with url and text."""
        return []

    def step_names(self) -> dict[Step, str]:
        return {Step.NUMBERS: _("Your numbers"), Step.PROOF: _("Proof"), Step.PASSWORD: _("Password")}


class CitizenOpeningView(OpeningView):
    """A person proves who they are: the card and a code to the phone on file, or a code from the counter or the post.

    Nobody learns whether a number exists: every pair of numbers leads on to the same page, with the same words, after
    the same work; what nobody belongs to never matches. Whose card a number is, the app above knows.
    """

    forms = {Step.NUMBERS: NumbersForm, Step.PROOF: MessageProofForm, Step.PASSWORD: NewPasswordForm}
    purpose = ""

    def person_with_valid_card(self, number: str) -> int | None:
        raise NotImplementedError

    def get_form_class(self):
        if self.step == Step.PROOF and not self.progress.messaged:
            return CodeProofForm
        return super().get_form_class()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | ({"on": clock.today()} if self.step == Step.NUMBERS else {})

    def begin(self, answers, key):
        number, card = answers["id_number"], answers["card_number"]
        begun = uuid.uuid5(key, f"{number}|{card}")
        if self.started(begun):
            return self.here()
        person = accounts.person_to_activate(number)
        holder = self.person_with_valid_card(card)
        messaged = person if person and person.pk == holder else None
        index = logins.subject_index(Door.ACTIVATION, number)
        attempt = self.ask(messaged, index, begun) if card else self.come(index, begun)
        self.keep(
            Progress(
                step=Step.PROOF,
                since=clock.instant().isoformat(),
                begun=begun.hex,
                index=index.hex,
                attempt=attempt,
                person=person and person.pk,
                by_message=messaged and messaged.pk,
                messaged=bool(card),
                key=str(uuid.uuid4()),
            )
        )
        return self.here()

    def ask(self, person, index: uuid.UUID, key: uuid.UUID) -> int | None:
        at = clock.instant()
        return codes.ask_for_sms(person, index, self.purpose, key=key, address=address_of(self.request), at=at)

    def come(self, index: uuid.UUID, key: uuid.UUID) -> int | None:
        return codes.come_with_code(index, key=key, address=address_of(self.request), at=clock.instant())

    def prove(self, answers, key):
        if "send_again" in self.request.POST and self.progress.messaged:
            return self.send_again(key)
        if self.progress.tries >= SMS.tries:
            raise RuleBroken("code.too_many_tries")
        try:
            return self.proven(self.check(answers))
        except RuleBroken as problem:
            # Counted here as well, so that a number nobody has runs out of tries like any other.
            self.progress.tries += problem.code == "code.wrong"
            self.keep(self.progress)
            raise

    def check(self, answers: dict) -> int:
        """Return the key of the code, by whichever way it came."""
        at = clock.instant()
        if answers.get("sms_code"):
            return codes.check_sms_code(self.progress.by_message, answers["sms_code"], self.purpose, at=at)
        return codes.check_person_code(self.progress.person, answers["activation_code"], at=at)

    def send_again(self, key: uuid.UUID):
        """Send another message, for the same numbers; the code before is worth nothing then."""
        person = accounts.living_person(self.progress.by_message)
        self.progress.attempt = self.ask(person, uuid.UUID(self.progress.index), key) or self.progress.attempt
        self.progress.tries = 0
        self.progress.next_form()
        self.keep(self.progress)
        messages.success(self.request, _("Another message is on its way, if the numbers belong together."))
        return self.here()

    def paragraphs(self):
        if self.step != Step.PROOF:
            return []
        if self.progress.messaged:
            return [
                _(
                    "If the two numbers belong together and your phone is on file, a message with a code of 6 digits"
                    " is on its way."
                ),
                _("The code is valid for 10 minutes and may be tried 5 times. Nobody will ever ask you for it."),
            ]
        return [_("Type the activation code from the service counter or from the letter. It may be tried 5 times.")]

    def links(self):
        return [
            {"url": "/guides/activation/", "text": _("How this works, and what to have at hand")},
            {"url": "/offices/", "text": _("New phone number, no card at hand: where the service counters are")},
        ]

    def open(self, password):
        return activation.open_account(self.progress.code, password, at=clock.instant())


class CitizenActivationView(CitizenOpeningView):
    """The first password of a person."""

    session_name = "activation"
    purpose = codes.Purpose.ACTIVATE

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Activate your account"),
            lead=_("Prove that it is you, then choose a password of your own. It takes about three minutes."),
            kind="activation",
            **kwargs,
        )


class CitizenResetView(CitizenOpeningView):
    """A new password for a person who lost the old one."""

    session_name = "password_reset"
    purpose = codes.Purpose.RESET

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Choose a new password"),
            lead=_("Prove that it is you; the old password is not needed."),
            kind="password_reset",
            **kwargs,
        )


class OperatorActivationView(OpeningView):
    """An operator's first password, or a new one, with the code from the counter."""

    session_name = "operator_activation"
    door = "/accounts/login/employer/"
    forms = {Step.NUMBERS: OperatorCodeForm, Step.PASSWORD: NewPasswordForm}

    def begin(self, answers, key):
        code = accounts.typed_subject(answers["credit_code"])
        username = accounts.typed_username(answers["operator"])
        begun = uuid.uuid5(key, f"{code}|{username}|{answers['activation_code']}")
        if self.started(begun):
            return self.here()
        index = logins.subject_index(Door.OPERATOR_ACTIVATION, f"{code}|{username}")
        address, at = address_of(self.request), clock.instant()
        attempt = logins.begin_attempt(Door.OPERATOR_ACTIVATION, index, address=address, at=at)
        operator = accounts.operator_account(code, username)
        checked = codes.check_operator_code(operator and operator.pk, answers["activation_code"], at=at)
        self.progress = Progress(
            step=Step.NUMBERS, since=at.isoformat(), begun=begun.hex, index=index.hex, attempt=attempt.pk
        )
        return self.proven(checked)

    def open(self, password):
        return activation.open_operator_account(self.progress.code, password, at=clock.instant())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("An operator chooses a password"),
            lead=_("With the activation code that the counter handed out for you."),
            kind="operator_activation",
            **kwargs,
        )

    def step_names(self):
        return super().step_names() | {Step.NUMBERS: _("Unit, name and code")}
