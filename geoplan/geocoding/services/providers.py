"""The geocoding services: address, datum, parameters, and the meaning of their answers and errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from geoplan.geocoding.services.results import GeocoderResult, validate_result
from geoplan.settings import Settings
from geoplan.text.message import Text, message

# AMap's codes; https://lbs.amap.com/api/webservice/guide/tools/info explains each.
_AMAP_BUSY: Final = {"CUQPS_HAS_EXCEEDED_THE_LIMIT", "CKQPS_HAS_EXCEEDED_THE_LIMIT", "CQPS_HAS_EXCEEDED_THE_LIMIT",
                     "ACCESS_TOO_FREQUENT", "SERVER_IS_BUSY", "ENGINE_RESPONSE_DATA_TIMEOUT"}  # fmt: skip
_AMAP_KEY: Final = {"INVALID_USER_KEY", "USERKEY_PLAT_NOMATCH", "INVALID_USER_SIGNATURE", "INVALID_USER_IP",
                    "SERVICE_NOT_AVAILABLE", "INVALID_USER_DOMAIN", "USER_KEY_RECYCLED",
                    "INSUFFICIENT_PRIVILEGES"}  # fmt: skip
_AMAP_QUOTA: Final = {"DAILY_QUERY_OVER_LIMIT", "USER_DAILY_QUERY_OVER_LIMIT", "USER_ABROAD_DAILY_QUERY_OVER_LIMIT",
                      "QUOTA_PLAN_RUN_OUT", "OVER_QUOTA"}  # fmt: skip
_AMAP_NONE: Final = {"ENGINE_RESPONSE_DATA_ERROR", "OUT_OF_SERVICE", "INVALID_PARAMS"}
_TIANDITU_QUOTA: Final = {"301012", "301014"}
Verdict = Literal["busy", "key", "quota", "bad"]


class InvalidResponseError(Exception):
    """An answer without results: the server is busy, refuses the key, has no quota left, or sends something else."""

    def __init__(self, verdict: Verdict, detail: str = "") -> None:
        super().__init__(verdict)
        self.verdict, self.detail = verdict, detail


@dataclass(frozen=True)
class GeocodingService:
    """A service and how it is asked."""

    name: str  # as it is chosen: ``nominatim``, ``amap``, ``tianditu``
    title: Text
    address: str  # of its server
    key: str  # empty for none; never written anywhere
    setting: str  # the environment variable of the key; empty for none
    pause: float  # the least seconds between two requests
    path: str
    ask: Callable[[str, str], dict[str, str]]  # the query's parameters, by text and key
    read: Callable[[Any], list[GeocoderResult]]  # of parsed JSON; raises `InvalidResponseError`

    def __repr__(self) -> str:
        """Without the key: it must not slip into a log."""
        return f"Service({self.name!r}, {self.address!r})"


def geocoding_services(settings: Settings) -> dict[str, GeocodingService]:
    """The services by name, with the addresses and keys of the settings; see `configured_services`."""
    amap, tianditu = settings.amap_key.get_secret_value(), settings.tianditu_key.get_secret_value()
    options = {"format": "json", "limit": "5", "dedupe": "0", "accept-language": "en"}
    services = [
        GeocodingService("nominatim", message("geocoding.providers.nominatim"), settings.nominatim, "", "", 1.0,
                         "/search", lambda text, key: {"q": text, **options}, read_nominatim),
        GeocodingService("amap", message("geocoding.providers.amap"), settings.amap, amap, "GEOPLAN_AMAP_KEY", 0.35,
                         "/v3/geocode/geo", lambda text, key: {"address": text, "output": "JSON", "key": key},
                         read_amap),
        GeocodingService("tianditu", message("geocoding.providers.tianditu"), settings.tianditu, tianditu,
                         "GEOPLAN_TIANDITU_KEY", 0.35, "/geocoder",
                         lambda text, key: {"ds": json.dumps({"keyWord": text}, ensure_ascii=False), "tk": key},
                         read_tianditu),
    ]  # fmt: skip
    return {service.name: service for service in services}


def configured_services(settings: Settings) -> dict[str, GeocodingService]:
    """The services that are set up: by a key, or for Nominatim by a server of the user; the app offers no others."""
    chosen = "nominatim" in settings.model_fields_set
    return {n: s for n, s in geocoding_services(settings).items() if s.key or (n == "nominatim" and chosen)}


def read_nominatim(data: Any) -> list[GeocoderResult]:
    """Read Nominatim's JSON, WGS 84, best first; `InvalidResponseError` for anything else."""
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise InvalidResponseError("bad")
    results = []
    for item in data:
        kind = item.get("addresstype") or item.get("type")
        level = _NOMINATIM.get(str(item.get("class", item.get("category", ""))), kind)
        results.append(validate_result(item.get("lon"), item.get("lat"), "WGS84", level, item.get("display_name")))
    return [item for item in results if item is not None]


# Classes of OpenStreetMap of which any kind is a point of interest or a street.
_NOMINATIM: Final = {
    "building": "building", "amenity": "amenity", "office": "amenity", "shop": "amenity", "tourism": "amenity",
    "leisure": "amenity", "railway": "amenity", "aeroway": "amenity", "craft": "amenity", "historic": "amenity",
    "highway": "road",
}  # fmt: skip


def read_amap(data: Any) -> list[GeocoderResult]:
    """Read AMap's JSON, GCJ-02, best first; `InvalidResponseError` by AMap's own codes, and for anything else."""
    if not isinstance(data, dict) or "status" not in data:
        raise InvalidResponseError("bad")
    info = str(data.get("info", ""))
    if str(data["status"]) != "1":
        if info in _AMAP_NONE:
            return []
        known: dict[Verdict, set[str]] = {"busy": _AMAP_BUSY, "key": _AMAP_KEY, "quota": _AMAP_QUOTA}
        verdict: Verdict = next((v for v, codes in known.items() if info in codes), "bad")
        raise InvalidResponseError(verdict, info)
    codes = data.get("geocodes")
    if not isinstance(codes, list) or not all(isinstance(item, dict) for item in codes):
        raise InvalidResponseError("bad")
    results = []
    for item in codes:
        lon, _, lat = str(item.get("location", "")).partition(",")
        results.append(validate_result(lon, lat, "GCJ-02", item.get("level"), item.get("formatted_address")))
    return [item for item in results if item is not None]


def read_tianditu(data: Any) -> list[GeocoderResult]:
    """Read Tianditu's JSON, one place at most, CGCS2000, which differs from WGS 84 by less than a metre."""
    if not isinstance(data, dict):
        raise InvalidResponseError("bad")
    if "code" in data:  # the gate before the service speaks so: {"code": 301006, "msg": "…", "resolve": "…"}
        code = str(data["code"])
        verdict: Verdict = "quota" if code in _TIANDITU_QUOTA else "key" if code.startswith("30") else "bad"
        raise InvalidResponseError(verdict, code)
    status = str(data.get("status", ""))
    if status == "101":
        return []
    location = data.get("location")
    if status != "0" or not isinstance(location, dict):
        raise InvalidResponseError("bad", status)
    item = validate_result(
        location.get("lon"), location.get("lat"), "WGS84", location.get("level"), location.get("keyWord")
    )
    return [] if item is None else [item]
