"""OpenCorridor: public infrastructure for governing labour migration along a corridor."""

__version__ = "0.1.0"
