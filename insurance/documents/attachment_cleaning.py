"""The process that writes one uploaded file anew: ``python -m insurance.documents.attachment_cleaning KIND``.

Content on standard input, clean content on standard output. A refusal ends with status 3 and its code on standard
error. The process takes a bounded share of memory and reads no settings; whoever starts it bounds its time.
"""

import resource
import sys
from importlib import import_module

from accounts.rules.errors import RuleBroken

MEMORY_BYTES = 1 << 30
REFUSED = 3

CLEANERS = {
    "jpg": ("insurance.documents.picture_cleaning", "clean_jpeg"),
    "png": ("insurance.documents.picture_cleaning", "clean_png"),
    "pdf": ("insurance.documents.pdf_cleaning", "clean_pdf"),
}
"""By kind; each is loaded only when it is needed, for a picture needs no PDF library."""


def bound_memory() -> None:
    """Give the process 1 GiB of addresses (Linux) and no core file, which would hold what somebody uploaded."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = MEMORY_BYTES if allowed == resource.RLIM_INFINITY else min(MEMORY_BYTES, allowed)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def main(kind: str) -> int:
    bound_memory()
    module, function = CLEANERS[kind]
    try:
        clean = getattr(import_module(module), function)(sys.stdin.buffer.read())
    except RuleBroken as refusal:
        print(refusal.code, file=sys.stderr)
        return REFUSED
    except MemoryError:
        print("file.damaged", file=sys.stderr)
        return REFUSED
    sys.stdout.buffer.write(clean)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
