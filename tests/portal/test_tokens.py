"""The colours of the hall against WCAG 2.2: text 4.5, controls and marks 3 (success criteria 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path("static/tokens.css").read_text(encoding="utf-8")
TONES = ("good", "caution", "bad", "info", "plain")


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of each scheme by the selectors of the file, dark ones after "prefers-color-scheme: dark"."""
    light, dark, contrast, dark_contrast = (
        colours(block)
        for block in re.findall(r"{((?:\s*(?:--|color-scheme|/\*)[^{}]*)+)}", TOKENS)
        if "--canvas" in block
    )
    return {
        "light": light,
        "dark": light | dark,
        "high contrast": light | contrast,
        "dark high contrast": light | dark | dark_contrast,
    }


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


TEXT = [
    *((words, ground) for words in ("ink", "muted", "primary", "primary-strong") for ground in ("paper", "canvas")),
    *((words, "primary-tint") for words in ("ink", "muted", "primary-strong")),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("paper", "bad"),
    *((tone, f"{tone}-tint") for tone in TONES),
    *(("ink", f"{tone}-tint") for tone in TONES),
    *(("muted", f"{tone}-tint") for tone in TONES),
    *((tone, "paper") for tone in TONES),
]
MARKS = [("control-line", "paper"), ("control-line", "canvas"), ("primary", "paper"), ("bad", "paper")]


@pytest.mark.parametrize("scheme", schemes())
@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_words_can_be_read(scheme, words, ground):
    palette = schemes()[scheme]
    assert contrast(palette[words], palette[ground]) >= 4.5


@pytest.mark.parametrize("scheme", schemes())
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_controls_can_be_seen(scheme, mark, ground):
    palette = schemes()[scheme]
    assert contrast(palette[mark], palette[ground]) >= 3


@pytest.mark.parametrize("scheme", ["high contrast", "dark high contrast"])
@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_high_contrast_is_7_for_every_word(scheme, words, ground):
    palette = schemes()[scheme]
    assert contrast(palette[words], palette[ground]) >= 7


@pytest.mark.parametrize("scheme", schemes())
def test_the_mark_of_focus_stands_out_from_every_ground(scheme):
    palette = schemes()[scheme]
    for ground in ("paper", "canvas", "primary"):
        assert max(contrast(palette[ring], palette[ground]) for ring in ("focus", "focus-edge")) >= 3
