from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "unstuck",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unstuck")
