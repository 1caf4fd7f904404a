"""How somebody likes to read, and under which names a browser remembers it."""

LANGUAGES = {"zh-hans": "zh-hans", "zh-cn": "zh-hans", "zh": "zh-hans", "en": "en"}
"""Written languages people and programs ask for, and the one of ours that is meant."""

SWITCH = {"on": True, "off": False}

LANGUAGE_COOKIE = "hall_language"
ELDER_COOKIE = "hall_elder"
CONTRAST_COOKIE = "hall_contrast"
