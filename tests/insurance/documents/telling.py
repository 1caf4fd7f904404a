"""Run apart by its test: tells what such a process sees."""

import json
import os
import resource
import sys

from insurance.documents.attachment_cleaning import bound_memory

if __name__ == "__main__":
    bound_memory()
    sys.stdin.buffer.read()
    seen = {
        "environment": sorted(os.environ),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "django": "django" in sys.modules,
    }
    print(json.dumps(seen))
