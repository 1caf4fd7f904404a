"""Scans that come with declarations, drawn, with invented facts only: certificates of ended employment, a report of damage."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from insurance import documents
from insurance.models import DeclarationLine

FONT = Path(documents.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
PAGE = (1240, 1754)
MARGIN, LINE_HEIGHT = 150, 76
INK, PAPER, SEAL = "#22262b", "#fbfaf6", "#b3261e"


def termination_certificate(line: DeclarationLine) -> Image.Image:
    """Return the certificate a unit gives to somebody who leaves (解除、终止劳动合同证明书), as if scanned."""
    page = Image.new("RGB", PAGE, PAPER)
    draw = ImageDraw.Draw(page)
    title, text = ImageFont.truetype(FONT, 58), ImageFont.truetype(FONT, 36)
    draw.text((PAGE[0] // 2, 220), "解除（终止）劳动合同证明书", font=title, fill=INK, anchor="mm")
    for number, written in enumerate(certificate_lines(line)):
        draw.text((MARGIN, 380 + number * LINE_HEIGHT), written, font=text, fill=INK)
    draw.ellipse((760, 1180, 1060, 1480), outline=SEAL, width=9)
    draw.text((910, 1330), "演示用章", font=text, fill=SEAL, anchor="mm")
    return page


def certificate_lines(line: DeclarationLine) -> list[str]:
    details = line.details
    return [
        f"单位名称：{line.unit.name}",
        f"职工姓名：{line.person.name}",
        f"劳动合同期限：{details['contract_from']} 至 {details['contract_to']}",
        f"工作岗位：{details['post']}",
        f"在本单位工作年限：{details['years_in_unit']} 年",
        f"解除（终止）日期：{line.ended_on:%Y-%m-%d}",
        "（云州为演示城市，本证明中的单位和人员均为虚构。）",
    ]


def damage_report(unit_name: str) -> Image.Image:
    """Return what a town certifies of a flood in a unit's store, as if scanned."""
    page = Image.new("L", (PAGE[0] // 2, PAGE[1] // 2), 250)
    draw = ImageDraw.Draw(page)
    title, text = ImageFont.truetype(FONT, 29), ImageFont.truetype(FONT, 18)
    draw.text((PAGE[0] // 4, 110), "受灾情况说明", font=title, fill=34, anchor="mm")
    lines = (
        f"单位名称：{unit_name}",
        "因连日暴雨，该单位仓库于上月进水，原料受损，生产线停产检修。",
        "情况属实。",
        "青石镇人民政府（演示）",
        "（云州为演示城市，本说明中的单位和事件均为虚构。）",
    )
    for number, written in enumerate(lines):
        draw.text((MARGIN // 2, 200 + number * LINE_HEIGHT // 2), written, font=text, fill=34)
    return page


def as_file(page: Image.Image, kind: str) -> bytes:
    """Return the page as the bytes of a file; ``kind`` is PNG, JPEG or PDF."""
    out = BytesIO()
    page.save(out, kind)
    return out.getvalue()
