"""Make the two font files of this folder from the full faces; run by hand when the faces are renewed.

    python insurance/documents/fonts/build.py FOLDER

FOLDER is the unpacked npm package named in README.md. Needs fontTools; the site itself does not.
"""

import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).resolve().parent

LATIN = {*range(0x20, 0x250), *range(0x1E00, 0x1F00)}
SIGNS = {*range(0x2010, 0x2040), 0x20AC, 0x2103, 0x2212, 0x2713, *range(0x3000, 0x3040), *range(0xFF01, 0xFF5F)}
HAN = {*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x323B0)}


def gb2312(last_row: int) -> set[int]:
    """Return the code points of GB 2312 from its first row to ``last_row`` (55 ends level 1, 87 is all)."""
    pairs = (bytes([0xA0 + row, 0xA0 + cell]) for row in range(1, last_row + 1) for cell in range(1, 95))
    return {ord(character) for pair in pairs for character in pair.decode("gb2312", "ignore")}


FACES = {
    "400Regular/NotoSansSC_400Regular.ttf": ("NotoSansSC-Regular.ttf", LATIN | SIGNS | gb2312(87) | HAN),
    "600SemiBold/NotoSansSC_600SemiBold.ttf": ("NotoSansSC-SemiBold.ttf", LATIN | SIGNS | gb2312(55)),
}
"""Names need every Han character the face has; headings are set in words of the templates and need the common ones."""


def options() -> subset.Options:
    """Return what is kept of a face: outlines, kerning, names; neither hints nor vertical setting."""
    chosen = subset.Options()
    chosen.hinting = False
    chosen.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    chosen.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    chosen.name_languages = [0x409]
    chosen.notdef_outline = True
    chosen.recalc_timestamp = False
    chosen.drop_tables += ["vhea", "vmtx", "BASE", "STAT", "gasp", "prep"]
    return chosen


def build(package: Path) -> None:
    """Write both files beside this script."""
    for source, (target, characters) in FACES.items():
        font = subset.load_font(package / source, options())
        subsetter = subset.Subsetter(options())
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        subset.save_font(font, HERE / target, options())


if __name__ == "__main__":
    build(Path(sys.argv[1]))
