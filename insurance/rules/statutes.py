"""Numbers of the national texts that formulas cite, as ``data/policy/laws.toml`` describes them."""

SOCIAL_INSURANCE_LAW = "中华人民共和国主席令第35号"
CIVIL_CODE = "中华人民共和国主席令第45号"
RETIREMENT_DECISION = "全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定"
