"""The site itself: settings, addresses, public content, search, the admin site, the demo city."""
