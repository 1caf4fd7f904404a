"""The process that sets one PDF: ``python -m insurance.documents.pdf_rendering TEMPLATE``, data as JSON on its input.

It is a process of its own because typst keeps what it has set for the next time: twenty lists of five hundred rows
left a web worker with 900 MB. Starting it costs about 60 ms and gives the memory back.
"""

import sys
from pathlib import Path

import typst

HERE = Path(__file__).parent
PROFILES = ["a-2a", "ua-1"]
"""For the archive (PDF/A-2a, which also refuses a character without glyph) and for screen readers (PDF/UA-1)."""


def main(template: str) -> None:
    pdf = typst.compile(
        HERE / "pdf_templates" / f"{template}.typ",
        root=HERE / "pdf_templates",
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"]),
        ignore_system_fonts=True,
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        pdf_standards=PROFILES,
        format="pdf",
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(sys.argv[1])
