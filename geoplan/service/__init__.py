"""The layers as an OGC API: pygeoapi over the same collections that the exports write."""
