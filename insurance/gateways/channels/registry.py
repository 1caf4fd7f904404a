"""Which payment channels there are here: those whose keys and addresses are in the settings."""

from insurance.gateways.channels.alipay import AlipayChannel
from insurance.gateways.channels.protocol import Channel, ChannelChoice
from insurance.gateways.channels.sandbox import SandboxChannel

ADAPTERS = (SandboxChannel, AlipayChannel)


def channel(code: str) -> Channel | None:
    """Return a channel that is set up here; None for any other code."""
    return next((adapter.from_settings() for adapter in ADAPTERS if adapter.code == code), None)


def offered() -> list[ChannelChoice]:
    """Return the channels through which an order can be begun here, in the order in which they are offered."""
    return [ChannelChoice(one.code, one.name) for adapter in ADAPTERS if (one := adapter.from_settings())]
