"""Sites as numbers, in messages to the browser: their places in the list that it has fetched."""

from __future__ import annotations

from geoplan.ui.resources import shipped_catalogue


def site_numbers(site_ids: list[str]) -> list[int | str]:
    """The place of each site in the shipped catalogue; a place of a user's own keeps its id."""
    index = shipped_catalogue().sites.index
    places = index.get_indexer(site_ids)
    return [int(place) if place >= 0 else site for site, place in zip(site_ids, places, strict=True)]
