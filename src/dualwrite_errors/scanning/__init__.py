"""Log files of any size to findings, in constant memory."""

from .finding import Finding
from .scanner import Scan, scan

__all__ = ["Finding", "Scan", "scan"]
