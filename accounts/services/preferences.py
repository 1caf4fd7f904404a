"""How an account likes to read."""

from accounts.models.users import User


def remember(user: User, *, language: str, elder: bool, contrast: bool) -> None:
    """Keep the display preferences of an account; they go with it to every browser."""
    User.objects.filter(pk=user.pk).update(language=language, elder=elder, contrast=contrast)
