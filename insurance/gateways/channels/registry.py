"""Which payment channels there are here: those whose keys and addresses are in the settings."""

from insurance.gateways.channels.alipay import AlipayChannel
from insurance.gateways.channels.protocol import Channel, ChannelChoice
from insurance.gateways.channels.sandbox import SandboxChannel

ADAPTERS = (SandboxChannel, AlipayChannel)


def channels() -> dict[str, Channel]:
    """Return the channels that are set up, by code, in the order in which they are offered."""
    made = (adapter.from_settings() for adapter in ADAPTERS)
    return {channel.code: channel for channel in made if channel is not None}


def channel(code: str) -> Channel | None:
    """Return a channel that is set up; None for any other code."""
    return channels().get(code)


def offered() -> list[ChannelChoice]:
    """Return the channels through which an order can be begun here."""
    return [ChannelChoice(one.code, one.name) for one in channels().values()]
