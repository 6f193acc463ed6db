"""GeoPlan: what the innovation plans of Fujian, Xiamen and Siming say about places, as layers with every fact cited."""

__version__ = "0.5.0"
