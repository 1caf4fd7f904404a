"""Alipay's bill of a day: a zip with a table of trades in GB18030, fetched from an address that is good for seconds."""

import csv
import io
import re
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

from insurance.gateways.channels.asking import ANSWER_BYTES, PIECE_BYTES
from insurance.gateways.channels.protocol import TIMEOUT_SECONDS, StatementLine, Unreachable
from insurance.rules.business_day import OFFICE_TIME

HOSTS = ("alipay.com", "alipaydev.com")
TABLE_BYTES = 256 * 1024 * 1024
KINDS = {"交易": "credited", "退款": "refunded"}
AMOUNT = re.compile(r"-?[0-9]{1,11}\.[0-9]{2}", re.ASCII)
TRADE, ORDER, KIND, DONE_AT, AMOUNT_COLUMN = "支付宝交易号", "商户订单号", "业务类型", "完成时间", "订单金额（元）"
REQUEST = "退款批次号/请求号"


def zipped(url: str) -> bytes:
    """Return what lies at an address of Alipay's. Raises Unreachable."""
    address = urlsplit(url)
    host = address.hostname or ""
    if address.scheme not in ("http", "https") or not any(host == one or host.endswith(f".{one}") for one in HOSTS):
        raise Unreachable("an address that is not Alipay's")
    deadline, pieces, length = time.monotonic() + 10 * TIMEOUT_SECONDS, [], 0
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as response:  # nosec B310  # scheme checked above
            while piece := response.read(PIECE_BYTES):
                pieces.append(piece)
                length += len(piece)
                if length > ANSWER_BYTES or time.monotonic() > deadline:
                    raise Unreachable("too much or too slow")
    except OSError as error:
        raise Unreachable(type(error).__name__) from error
    return b"".join(pieces)


def lines_of(archive: bytes) -> Iterator[StatementLine]:
    """Yield the trades and refunds of a bill. Raises Unreachable when it cannot be read whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            table = next(one for one in files.infolist() if "明细" in name_of(one) and "汇总" not in name_of(one))
            if table.file_size > TABLE_BYTES:
                raise Unreachable("too large")
            text = files.read(table).decode("gb18030")
        rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
        columns = [cell.strip() for cell in next(rows)]
        for row in rows:
            yield line_of(dict(zip(columns, (cell.strip() for cell in row), strict=True)))
    except (StopIteration, zipfile.BadZipFile, ValueError, KeyError, csv.Error) as error:
        raise Unreachable("a bill that cannot be read") from error


def name_of(member: zipfile.ZipInfo) -> str:
    """Return the name of a file in the archive; Alipay writes it in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    return member.filename.encode("cp437").decode("gb18030", "replace")


def line_of(row: dict[str, str]) -> StatementLine:
    kind = KINDS[row[KIND]]
    if not AMOUNT.fullmatch(row[AMOUNT_COLUMN]):
        raise ValueError(row[AMOUNT_COLUMN])
    return StatementLine(
        kind=kind,
        reference=row[REQUEST] if kind == "refunded" else row[TRADE],
        order_number=row[ORDER],
        amount_fen=abs(int(Decimal(row[AMOUNT_COLUMN]) * 100)),
        occurred_at=datetime.strptime(row[DONE_AT], "%Y-%m-%d %H:%M:%S").replace(tzinfo=OFFICE_TIME),
    )
