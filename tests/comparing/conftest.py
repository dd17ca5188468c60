"""The city of three sites that line redesign is tested on serves here, too."""

from tests.redesign.conftest import city, new_platform

__all__ = ["city", "new_platform"]
