"""Which payment channels there are here: those whose keys and addresses are in the settings.

The adapter of a channel that is not set up is not even imported: what a maker's own kit takes of memory, every process takes.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from insurance.gateways.channels.protocol import Channel, ChannelChoice

ADAPTERS = {
    "sandbox": ("HALL_BANK", "insurance.gateways.channels.sandbox.SandboxChannel"),
    "alipay": ("HALL_ALIPAY", "insurance.gateways.channels.alipay.AlipayChannel"),
}
"""By code: the setting that sets a channel up, and its adapter; in the order in which they are offered."""


def channel(code: str) -> Channel | None:
    """Return a channel that is set up here; None for any other code."""
    setting, adapter = ADAPTERS.get(code, ("", ""))
    is_set_up = any(getattr(settings, setting, {}).values()) if setting else False
    return import_string(adapter).from_settings() if is_set_up else None


def offered() -> list[ChannelChoice]:
    """Return the channels through which an order can be begun here, in the order in which they are offered."""
    return [ChannelChoice(one.code, one.name) for code in ADAPTERS if (one := channel(code))]
