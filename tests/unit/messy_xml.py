"""KML, KMZ, GPX and GML as Google Earth, Ovital, phones and services write them."""

from __future__ import annotations

from messy_outcomes import HERE, THERE, XY, Outcome, in_system, messy, refused
from reader_samples import zipped

NAMES = {"name": ["甲", "乙"]}
PLAIN = Outcome(values=NAMES)
UNREAD = "read_kml.unread_elements"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OGC = ' xmlns="http://www.opengis.net/kml/2.2"'


def mark(xy: XY = HERE, name: str = "甲", more: str = "") -> str:
    return f"<Placemark><name>{name}</name>{more}<Point><coordinates>{xy[0]},{xy[1]}</coordinates></Point></Placemark>"


def drawn(shape: str, name: str = "甲") -> str:
    return f"<Placemark><name>{name}</name>{shape}</Placemark>"


def kml(*marks: str, spaces: str = OGC, head: str = HEAD) -> str:
    return f"{head}<kml{spaces}><Document>{''.join(marks)}</Document></kml>"


def line(coordinates: str, tag: str = "LineString") -> str:
    return f"<{tag}><coordinates>{coordinates}</coordinates></{tag}>"


BOTH = mark(), mark(THERE, "乙")
RING = "118.1,24.5 118.2,24.5 118.2,24.6 118.1,24.6 118.1,24.5"
AREA = f"<Polygon><outerBoundaryIs>{line(RING, 'LinearRing')}</outerBoundaryIs></Polygon>"
MIXED = "read_layer.mixed_geometry"

# ---- KML: how the text is written -----------------------------------------------------------------------------------
messy("kml_plain", "a.kml", kml(*BOTH), PLAIN)
messy("kml_without_a_namespace", "a.kml", kml(*BOTH, spaces=""), PLAIN)
messy("kml_of_google_2_1", "a.kml", kml(*BOTH, spaces=' xmlns="http://earth.google.com/kml/2.1"'), PLAIN)
messy("kml_with_a_prefix", "a.kml", kml(*BOTH, spaces=' xmlns:k="http://www.opengis.net/kml/2.2"').replace("</", "</k:").replace("<kml ", "<k:kml ")
      .replace("<Doc", "<k:Doc").replace("<Placemark", "<k:Placemark").replace("<name", "<k:name").replace("<Point", "<k:Point").replace("<coord", "<k:coord"), PLAIN)  # fmt: skip
messy(
    "kml_with_an_undeclared_prefix",
    "a.kml",
    kml(mark(more="<gx:balloonVisibility>1</gx:balloonVisibility>"), BOTH[1]),
    PLAIN,
)
messy("kml_with_mark", "a.kml", kml(*BOTH).encode("utf-8-sig"), PLAIN)
messy("kml_in_utf16", "a.kml", kml(*BOTH, head=HEAD.replace("UTF-8", "UTF-16")).encode("utf-16"), PLAIN)
messy("kml_in_gbk", "a.kml", kml(*BOTH, head=HEAD.replace("UTF-8", "GBK")).encode("gbk"), PLAIN)
messy(
    "kml_in_gbk_that_says_utf8",
    "a.kml",
    kml(mark(name="软件园三期")).encode("gbk"),
    refused("read_kml.broken_xml", line=2),
)
messy("kml_without_a_declaration", "a.kml", kml(*BOTH, head=""), PLAIN)
messy("kml_after_blank_lines", "a.kml", "\n\n" + kml(*BOTH, head=""), PLAIN)
messy("kml_declared_after_a_blank_line", "a.kml", "\n" + kml(*BOTH), refused("safe_xml.broken_xml", line=2))
messy("kml_with_a_bare_ampersand", "a.kml", kml(mark(name="R&D 园区")), refused("read_kml.broken_xml", line=2))
messy("kml_of_ovital", "a.ovkml", kml(*BOTH), Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))
messy("kml_called_xml", "a.xml", kml(*BOTH), Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))
messy("kml_without_a_document", "a.kml", f"{HEAD}<kml{OGC}>{BOTH[0]}</kml>", Outcome(at=(HERE,)))

# ---- KML: what is in it ---------------------------------------------------------------------------------------------
messy("kml_folders", "a.kml", kml(f"<Folder><name>园区</name>{BOTH[0]}<Folder><name>二期</name>{BOTH[1]}</Folder></Folder>"),
      Outcome(values={"folder": ["园区", "园区/二期"]}))  # fmt: skip
messy("kml_html_in_a_description", "a.kml", kml(mark(more="<description><![CDATA[<b>一期</b>]]></description>"), BOTH[1]),
      Outcome(values={"description": ["<b>一期</b>", None]}))  # fmt: skip
DATA = '<ExtendedData><Data name="亩"><value>3</value></Data></ExtendedData>'
SCHEMA = '<ExtendedData><SchemaData schemaUrl="#a"><SimpleData name="面积">4</SimpleData></SchemaData></ExtendedData>'
messy(
    "kml_data",
    "a.kml",
    kml(mark(more=DATA), mark(THERE, "乙", SCHEMA)),
    Outcome(values={"亩": ["3", None], "面积": [None, "4"]}),
)
messy("kml_heights", "a.kml", kml(drawn(line("118.1,24.5,12", "Point")), BOTH[1]), PLAIN)
messy("kml_blanks_after_commas", "a.kml", kml(drawn(line("118.1, 24.5, 0", "Point")), BOTH[1]), PLAIN)
messy("kml_coordinates_over_lines", "a.kml", kml(drawn(line("\n\t118.1,24.5\n\t118.2,24.6\n"))), Outcome(at=(HERE,)))
messy(
    "kml_a_placemark_without_a_shape",
    "a.kml",
    kml(drawn(""), BOTH[1]),
    Outcome(at=(THERE,), left_out={1: "repair.no_geometry"}),
)
messy(
    "kml_empty_coordinates",
    "a.kml",
    kml(drawn(line("", "Point")), BOTH[1]),
    Outcome(at=(THERE,), left_out={1: "repair.empty_geometry"}),
)
messy(
    "kml_a_line_of_one_point",
    "a.kml",
    kml(drawn(line("118.1,24.5")), BOTH[1]),
    Outcome(at=(THERE,), left_out={1: "geojson_geometry.parts_dropped"}),
)
messy(
    "kml_words_for_coordinates",
    "a.kml",
    kml(drawn(line("东经,北纬", "Point")), BOTH[1]),
    Outcome(at=(THERE,), left_out={1: "read_kml.not_numbers"}),
)
messy("kml_turned_round", "a.kml", kml(mark((24.5, 118.1)), mark((24.6, 118.2))),
      Outcome(asks=("swapped",), mended=dict.fromkeys((1, 2), "read_layer.axes_exchanged")))  # fmt: skip
messy("kml_an_area", "a.kml", kml(drawn(AREA)), Outcome(at=(HERE,)))
messy(
    "kml_several_areas",
    "a.kml",
    kml(drawn(f"<MultiGeometry>{AREA}{AREA.replace('118.', '119.')}</MultiGeometry>")),
    Outcome(at=(HERE,)),
)
messy(
    "kml_a_point_in_an_area",
    "a.kml",
    kml(drawn(f"<MultiGeometry>{AREA}{line('118.15,24.55', 'Point')}</MultiGeometry>")),
    Outcome(at=(HERE,)),
)
messy("kml_a_ring_alone", "a.kml", kml(drawn(line(RING, "LinearRing"))), Outcome(at=(HERE,)))
messy(
    "kml_a_picture_over_the_ground",
    "a.kml",
    kml("<GroundOverlay><Icon><href>a.png</href></Icon></GroundOverlay>", *BOTH),
    Outcome(values=NAMES, notes=(UNREAD,)),
)
messy(
    "kml_a_picture_alone",
    "a.kml",
    kml("<GroundOverlay><Icon><href>a.png</href></Icon></GroundOverlay>"),
    refused("read_kml.no_placemark"),
)
TRACK = "<gx:Track><when>2026-05-01T00:00:00Z</when><gx:coord>118.1 24.5 0</gx:coord><when>2026-05-01T00:01:00Z</when><gx:coord>118.2 24.6 0</gx:coord></gx:Track>"
GX = f'{OGC} xmlns:gx="http://www.google.com/kml/ext/2.2"'
messy("kml_a_track_of_a_phone", "a.kml", kml(drawn(TRACK), mark(THERE, "乙"), spaces=GX),
      Outcome(at=(HERE, THERE), values=NAMES, mended={}, notes=(MIXED,)))  # fmt: skip

# ---- KMZ ------------------------------------------------------------------------------------------------------------
DOCUMENT = kml(*BOTH).encode()
messy("kmz_plain", "a.kmz", zipped({"doc.kml": DOCUMENT}), PLAIN)
messy("kmz_of_another_document", "a.kmz", zipped({"我的位置.kml": DOCUMENT}), PLAIN)
messy("kmz_in_a_folder", "a.kmz", zipped({"数据/doc.kml": DOCUMENT, "数据/files/a.png": b"x"}), PLAIN)
messy(
    "kmz_of_two_documents",
    "a.kmz",
    zipped({"doc.kml": DOCUMENT, "b.kml": DOCUMENT}),
    Outcome(values=NAMES, notes=("read_kml.other_documents",)),
)
messy("kmz_with_a_link_within", "a.kmz",
      zipped({"doc.kml": kml(BOTH[0], "<NetworkLink><Link><href>b/c.kml</href></Link></NetworkLink>").encode(), "b/c.kml": kml(BOTH[1]).encode()}), PLAIN)  # fmt: skip
messy("kmz_with_a_link_outside", "a.kmz", zipped({"doc.kml": kml(*BOTH, "<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>").encode()}),
      Outcome(values=NAMES, notes=(UNREAD,)))  # fmt: skip
messy(
    "kmz_with_rubbish_of_macos",
    "a.kmz",
    zipped({"__MACOSX/._doc.kml": b"x", "doc.kml": DOCUMENT, "._doc.kml": b"x"}),
    PLAIN,
)
messy("kmz_called_zip", "a.zip", zipped({"doc.kml": DOCUMENT}), PLAIN)
messy(
    "kmz_without_a_document",
    "a.kmz",
    zipped({"files/a.png": b"x"}),
    refused("file_type.no_layer_in_archive", name="a.kmz"),
)
messy("kml_called_kmz", "a.kmz", DOCUMENT, Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))

# ---- GPX (waypoints, routes, tracks: https://www.topografix.com/GPX/1/1) ---------------------------------------------
GPX = ' version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"'


def gpx(body: str, head: str = GPX) -> str:
    return f"{HEAD}<gpx{head}>{body}</gpx>"


def way(xy: XY, name: str, tag: str = "wpt", more: str = "") -> str:
    return f'<{tag} lat="{xy[1]}" lon="{xy[0]}">{more}<name>{name}</name></{tag}>'


WAYS = way(HERE, "甲") + way(THERE, "乙")
STEPS = f"<trkseg>{way(HERE, '1', 'trkpt')}{way(THERE, '2', 'trkpt')}</trkseg>"
messy("gpx_waypoints", "a.gpx", gpx(WAYS), PLAIN)
messy("gpx_of_1_0", "a.gpx", gpx(WAYS, GPX.replace("1.1", "1.0").replace("1/1", "1/0")), PLAIN)
messy(
    "gpx_heights_and_times",
    "a.gpx",
    gpx(way(HERE, "甲", more="<ele>12</ele><time>2026-05-01T00:00:00Z</time>") + way(THERE, "乙")),
    PLAIN,
)
messy(
    "gpx_a_track", "a.gpx", gpx(f"<trk><name>巡线</name>{STEPS}</trk>"), Outcome(at=(HERE,), values={"name": ["巡线"]})
)
messy("gpx_a_track_of_two_parts", "a.gpx", gpx(f"<trk><name>巡线</name>{STEPS}{STEPS}</trk>"), Outcome(at=(HERE,)))
messy("gpx_a_track_of_one_point", "a.gpx", gpx(f"<trk><trkseg>{way(HERE, '1', 'trkpt')}</trkseg></trk><trk>{STEPS}</trk>"),
      Outcome(at=(HERE,), left_out={1: "repair.no_geometry"}))  # fmt: skip
messy("gpx_waypoints_and_a_track", "a.gpx", gpx(f"{WAYS}<trk>{STEPS}</trk>"), Outcome(values=NAMES, asks=("layer",)))
messy("gpx_of_nothing_at_all", "a.gpx", gpx(""), refused("read_layer.no_row"))
messy(
    "gpx_words_for_coordinates",
    "a.gpx",
    gpx('<wpt lat="北" lon="东"/>' + way(THERE, "乙")),
    Outcome(at=(THERE,), left_out={1: "repair.null_island"}),
)

# ---- GML (OGC 02-069, 07-036): urn names put the latitude first, EPSG:4326 alone the longitude ------------------------


def gml(*members: str, member: str = "gml:featureMember", version: str = "gml") -> str:
    body = "".join(f"<{member}>{m}</{member}>" for m in members)
    return (
        f'{HEAD}<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/{version}">'
        f"{body}</ogr:FeatureCollection>"
    )


def gml_feature(geometry: str, name: str = "甲") -> str:
    return f'<ogr:a gml:id="a.{ord(name)}"><ogr:geometryProperty>{geometry}</ogr:geometryProperty><ogr:name>{name}</ogr:name></ogr:a>'


def gml_points(template: str, places: list[XY], **how: str) -> str:
    return gml(*(gml_feature(template.format(x=x, y=y), n) for n, (x, y) in zip("甲乙", places, strict=True)), **how)


BY_COORDINATES = '<gml:Point srsName="{s}"><gml:coordinates>{{x}},{{y}}</gml:coordinates></gml:Point>'
BY_POS = '<gml:Point srsName="{s}"><gml:pos>{{{a}}} {{{b}}}</gml:pos></gml:Point>'
TWO = [HERE, THERE]
messy("gml_2_coordinates", "a.gml", gml_points(BY_COORDINATES.format(s="EPSG:4326"), TWO), PLAIN)
messy(
    "gml_2_metres",
    "a.gml",
    gml_points(BY_COORDINATES.format(s="EPSG:4548"), in_system("EPSG:4548")),
    Outcome(system="EPSG:4548", values=NAMES),
)
messy(
    "gml_3_latitude_first",
    "a.gml",
    gml_points(BY_POS.format(s="urn:ogc:def:crs:EPSG::4326", a="y", b="x"), TWO, version="gml/3.2"),
    PLAIN,
)
messy("gml_3_of_4490_latitude_first", "a.gml", gml_points(BY_POS.format(s="urn:ogc:def:crs:EPSG::4490", a="y", b="x"), TWO, version="gml/3.2"),
      Outcome(system="EPSG:4490", values=NAMES))  # fmt: skip
messy("gml_3_metres_north_first", "a.gml", gml_points(BY_POS.format(s="urn:ogc:def:crs:EPSG::4527", a="y", b="x"), in_system("EPSG:4527"), version="gml/3.2"),
      Outcome(system="EPSG:4527", values=NAMES))  # fmt: skip
messy("gml_without_a_system", "a.gml", gml_points(BY_COORDINATES.format(s="").replace(' srsName=""', ""), TWO), PLAIN)
messy("gml_called_xml", "a.xml", gml_points(BY_COORDINATES.format(s="EPSG:4326"), TWO), PLAIN)
messy("gml_a_fault_of_a_service", "a.gml", '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception/></ows:ExceptionReport>',
      refused("file_type.unread_content", name="a.gml"))  # fmt: skip
