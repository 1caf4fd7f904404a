"""Payment channels: those that are set up here (``registry``), and what each must do (``protocol``)."""

from insurance.gateways.channels.registry import channel, offered

__all__ = ["channel", "offered"]
