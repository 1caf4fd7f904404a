"""Where a page may lead on to: our own paths, never another site."""

from urllib.parse import unquote, urlsplit

LONGEST = 500


def own_path(wanted: str, *, under: tuple[str, ...] = ("/",)) -> str:
    """Return ``wanted`` when it is a path of this site below one of ``under``, otherwise an empty string.

    Refused is everything a browser might read as another site: a scheme or host, two slashes or backslashes in front,
    control characters; and every path with ``..``, which would leave the folders that are allowed.
    """
    if not wanted or len(wanted) > LONGEST or not wanted.startswith(under):
        return ""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return ""
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or path.startswith("//") or not wanted.isprintable():
        return ""
    if "\\" in path or ".." in path.split("/") or not path.isprintable():
        return ""
    return wanted
