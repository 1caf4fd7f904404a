"""Whether a password may be chosen: long enough, and nothing that others know or try first.

There are no composition rules: they make passwords that are hard to remember and easy to guess. What is refused is
what is on the identity card, in the phone, in the name, and what everybody chooses.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import comparable_name

FIELD = "new_password"
MINIMUM_CHARACTERS = 10
MAXIMUM_CHARACTERS = 128

ID_PART_CHARACTERS = 6
PHONE_PART_CHARACTERS = 7
RUN_CHARACTERS = 4
OWN_CHARACTERS = 4
"""How many characters must remain once everything that is tried first is taken away."""

ENGLISH = """
password passw0rd p@ssw0rd pa55word passwd letmein welcome administrator admin login master monkey dragon sunshine
princess football baseball superman batman shadow iloveyou loveyou iloveu love trustno1 whatever secret computer
internet server oracle mysql root guest user test testing default change changeme hello world starwars pokemon
michael jordan jessica charlie summer winter spring autumn january december monday friday freedom forever
mustang access flower cookie cheese orange banana apple google baidu tencent wechat weixin alipay taobao huawei
xiaomi china beijing shanghai guangzhou shenzhen yunzhou
"""
PINYIN_AND_NUMBERS_READ_AS_WORDS = """
woaini woaiwo woaixuexi woaizhongguo zhongguo nihao wodemima mima mimashi laopo laogong baobao baobei xiaobao
xiaoming zhangwei wangwei wangfang lina liwei shebao yibao renshe shehuibaozhang yanglao gongzi
5201314 1314520 520520 521521 1314521 147258369 147258 258369 123123 456456 789789 112233 123321 321321
159357 159753 789456123 741852963 987654 a1b2c3 12345 666666 888888 168168
"""
WALKS_ON_THE_KEYBOARD = """
qwertyuiop qwerty qwert asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv 1qaz2wsx3edc 1qaz2wsx 1qaz 2wsx 3edc 4rfv
qazwsxedc qazwsx zaq12wsx zaq1 xsw2 1q2w3e4r5t 1q2w3e4r 1q2w3e q1w2e3r4 q1w2e3 poiuytrewq lkjhgfdsa mnbvcxz
qweasdzxc qweasd qwe123 qwe asd zxc abc123 abc aaa a123456 123qwe 147 258 369
"""
CHINESE = "密码 我爱你 我的密码 社保 医保 人社局 云州 中国"

COMMON_PARTS = " ".join([ENGLISH, PINYIN_AND_NUMBERS_READ_AS_WORDS, WALKS_ON_THE_KEYBOARD, CHINESE]).split()
COMMON = re.compile("|".join(sorted(map(re.escape, COMMON_PARTS), key=len, reverse=True)))
YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def problems_with(
    password: str,
    *,
    id_number: str = "",
    birth_on: date | None = None,
    phones: Iterable[str] = (),
    names: Iterable[str] = (),
) -> list[RuleBroken]:
    """Return everything that forbids ``password``; an empty list allows it.

    Codes: ``password.too_short`` (fact ``minimum``), ``password.too_long`` (fact ``maximum``), ``password.id_number``,
    ``password.birth_date``, ``password.phone``, ``password.name``, ``password.repeated``, ``password.sequence``,
    ``password.common``. ``names`` may hold sign-in names and a unit's name as well.
    """
    if len(password) > MAXIMUM_CHARACTERS:
        return [RuleBroken("password.too_long", FIELD, maximum=MAXIMUM_CHARACTERS)]
    plain = unicodedata.normalize("NFKC", password).casefold()
    personal = [RuleBroken(code, FIELD) for code in _personal(plain, id_number, birth_on, phones, names)]
    if len(password) < MINIMUM_CHARACTERS:
        return [RuleBroken("password.too_short", FIELD, minimum=MINIMUM_CHARACTERS), *personal]
    return personal + [RuleBroken(code, FIELD) for code in _simple(plain)]


def _personal(password: str, id_number: str, birth_on: date | None, phones, names) -> Iterator[str]:
    """Yield what in the password others can read off the person's card or know from their address book."""
    password = "".join(character for character in password if character.isalnum())
    if _shares_run(password, id_number.casefold(), ID_PART_CHARACTERS):
        yield "password.id_number"
    if birth_on and _contains_date(password, birth_on):
        yield "password.birth_date"
    if any(_shares_run(password, phone, PHONE_PART_CHARACTERS) for phone in phones):
        yield "password.phone"
    if any(part in password for name in names for part in _parts_of_name(name)):
        yield "password.name"


def _shares_run(password: str, secret: str, length: int) -> bool:
    """Tell whether ``length`` characters of ``secret`` in a row occur in the password, forwards or backwards."""
    runs = [secret[start : start + length] for start in range(len(secret) - length + 1)]
    return any(run in password or run[::-1] in password for run in runs)


def _contains_date(password: str, day: date) -> bool:
    """Tell whether the password holds a day in one of the ways people write it, 1990年1月1日 included."""
    year, month, number = str(day.year), day.month, day.day
    two, four = year[2:], year
    written = {f"{y}{month:02d}{number:02d}" for y in (two, four)} | {f"{four}{month}{number}"}
    written |= {f"{a:02d}{b:02d}{y}" for a, b in ((month, number), (number, month)) for y in (two, four)}
    digits = "".join(character for character in password if character.isdecimal())
    return any(form in password or form in digits for form in written)


def _parts_of_name(name: str) -> Iterator[str]:
    """Yield what of a name may not occur: a Chinese name whole, Latin words of at least four letters."""
    for word in [comparable_name(name).replace(" ", ""), *comparable_name(name).split()]:
        word = "".join(character for character in word if character.isalnum())
        if len(word) >= (4 if word.isascii() else 2):
            yield word


def _simple(password: str) -> Iterator[str]:
    """Yield why little of the password is left once what is tried first is taken away."""
    if re.fullmatch(r"(.{1,4}?)\1+.{0,3}", password, re.DOTALL) or len(set(password)) <= 3:
        yield "password.repeated"
        return
    if len(_without_runs(password)) < OWN_CHARACTERS:
        yield "password.sequence"
        return
    if _own(COMMON.sub("", password)) < OWN_CHARACTERS:
        yield "password.common"


def _own(rest: str) -> int:
    """Return how many letters and digits of ``rest`` are neither a year nor a run."""
    return sum(character.isalnum() for character in _without_runs(YEAR.sub("", rest)))


def _without_runs(text: str) -> str:
    """Return ``text`` without runs of four or more that climb, fall or stand still (``4567``, ``dcba``, ``0000``)."""
    kept, start = [], 0
    while start < len(text):
        end = _end_of_run(text, start)
        if end - start < RUN_CHARACTERS:
            end = start + 1
            kept.append(text[start])
        start = end
    return "".join(kept)


def _end_of_run(text: str, start: int) -> int:
    end = start + 1
    step = _step(text, end)
    while end < len(text) and step is not None and _step(text, end) == step:
        end += 1
    return end


def _step(text: str, position: int) -> int | None:
    """Return how the character at ``position`` follows the one before: 1, 0, -1, or None."""
    if position >= len(text):
        return None
    distance = ord(text[position]) - ord(text[position - 1])
    return distance if distance in (-1, 0, 1) else None
