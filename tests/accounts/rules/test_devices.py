"""What browsers say they are."""

import pytest

from accounts.rules.devices import Device, device_of


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            Device("Chrome", "Windows"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140",
            Device("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", Device("Safari", "Mac")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Device("Firefox", "Linux")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.50",
            Device("WeChat", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; HarmonyOS) HuaweiBrowser/15 Mobile",
            Device("Huawei", "HarmonyOS"),
        ),
        ("curl/8.5.0", Device("", "")),
        ("", Device("", "")),
    ],
)
def test_a_device_has_the_name_people_call_it(agent, device):
    assert device_of(agent) == device
