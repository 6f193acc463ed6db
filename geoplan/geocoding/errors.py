"""What stands in the way of geocoding a table."""

from __future__ import annotations

from geoplan.errors import UserError


class GeocodingError(UserError):
    """A table that cannot be geocoded, or a reviewed one that cannot become a layer."""
