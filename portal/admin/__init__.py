"""The back office's pages for what belongs to the portal itself."""

from portal.admin import content

__all__ = ["content"]
