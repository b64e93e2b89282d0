from .tenders import office, procurement

__all__ = ["office", "procurement"]
