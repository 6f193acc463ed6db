"""The calls that are recorded: arguments of the command and requests to the service.

A call runs in a folder of its own, beside those of NAMED, ``../inputs`` (INPUTS and copies of files that fail),
``../plans`` (copies of the plan texts) and ``../home-*`` (edited copies of the catalogue).
Words before the verb that hold ``=`` are environment variables. PORT is a free port.
"""

VERBS = (
    "check", "list", "concordance", "export", "coverage", "find", "brief", "geocode", "serve", "template",
    "template make", "template check", "template layer", "fetch", "fetch streets",
)  # fmt: skip
# What cannot be done, or with little to show for it.
REFUSED = (
    "", "lst sites", "list sites --countie 思明区", "list nonsense", "list sites --home /nowhere", "template", "fetch",
    "list sites --county 思名区", "list sites --county Simming --lang en", "list sites --industry marin --lang en",
    "check --plans ../absent --lang en", "check --home ../home-package --lang en", "concordance --severity grave",
    "export -o x.geojson --crs 99999", "export -o x.kml --crs 4548 --lang en", "export -o x.docx",
    "export -o absent/x.csv", "export -o x.csv --encoding gbk --lang en", "export -o x.xlsx --crs GCJ-02",
    "coverage mix", "coverage catchments --km near --lang en", "coverage catchments --weights ../inputs/null.geojson",
    "coverage catchments --weights ../inputs/lib.kmz --lang en",
    "coverage catchments --weights ../inputs/onlyheader.csv", "coverage catchments --weights absent.csv",
    "coverage pairs -o x.geojson --lang en", "coverage catchments --weights ../inputs/datapackage-broken.json --lang en",
    "fetch streets --from ../inputs/null.geojson", "find qzxvw", "find --industry bio --weight room=101 --lang en",
    "find '![p](http://127.0.0.1:8699/beacon.png) [登录](http://127.0.0.1:8699/phish) qwzxv' --lang en",
    "find --industry mobile-internet --lang en --format json", "brief --site 新羊 -o x.pdf --lang en",
    "brief --site xinyang -o x.odt", "brief --shortlist ../inputs/null.geojson -o x.pdf",
    "geocode ../inputs/csv-guard.csv -o x.csv", "geocode ../inputs/macro.xlsm -o x.xlsx",
    "geocode ../inputs/old.xls -o x.csv --lang en", "geocode ../inputs/onlyheader.csv -o x.xlsx --lang en",
    "geocode ../inputs/lib.kmz -o x.csv", "geocode ../inputs/rs.geojsons -o x.csv --lang en",
    "geocode ../inputs/shp_zero.zip -o x.csv", "geocode ../inputs/maxspeed.osm -o x.csv --lang en",
    "geocode absent.csv -o x.csv --lang en", "template make features -o x.csv", "template check ../inputs/old.xls",
    "template check ../inputs/macro.xlsm --lang en", "serve --port 0 --url nonsense", "serve --host 192.0.2.1 --lang en",
)  # fmt: skip
FILLED = "../inputs/sites.csv ../inputs/layer.csv ../inputs/features.csv"
# The names are those of folders that later calls read from.
NAMED = {
    "found": "find --industry marine --county 翔安区 --save need.json --show contributions --format json",
    "blank": "template make sites designations layer -o x.xlsx",
    "made": f"template layer {FILLED} -o new --lang en",
}
BRIEFS = [
    f"brief {sites} -o x.{end}"
    for sites in ("--site xinyang", "--site software-park-2 --site 厦门海洋高新产业园 --site biomedical-harbour")
    for end in ("pdf", "docx", "xlsx", "pdf --lang en", "docx --lang en", "xlsx --lang en")
]
ANSWERED = (
    "check", "check --plans ../plans --lang en --format json", "check --home ../home-counties",
    "check --home ../home-counties --lang en --format csv", "check --home ../home-markdown", "list sites",
    "list sites --lang en --format csv", "COLUMNS=100 list sites --text ruanjianyuan --lang en",
    "list sites --county 思明区 --county 350206 --kind park --kind base --status existing --format json",
    "list sites --home ../home-counties --county 湖里区 --format json", "GEOPLAN_LANG=en list industries",
    "list designations --industry 海洋高新 --role lead --basis stated --format json", "list projects --format csv",
    "list designations --basis inherited --county 翔安区 --lang en --format csv", "list plans --lang en --format json",
    "list layers --home ../home-markdown", "list relations --lang en", "list facts --plan xiamen-sei --format csv",
    "list indicators --lang en --format json", "list firms", "list programmes --lang en --format csv",
    "list fields --format json", "list gateways --county 湖里区 --lang en", "concordance",
    "concordance --lang en --format json", "concordance --kind target --severity contradiction --lang en",
    "export -o x.geojson --lang en", "export -o - --industry marine --crs 4548", "export -o x.csv --what projects",
    "export -o - --home ../home-markdown --layer software-parks", "export -o - --format csv --crs gcj02 --county 思明区",
    "export -o x.bd09.csv --crs BD-09 --layer software-parks", "export -o x.csv.zip --what everything --lang en",
    "export -o x.gpkg --what everything", "export -o x.gpkg --crs 4490 --county 海沧区 --lang en",
    "export -o x.shp.zip --crs 4549 --lang en", "export -o x.zip --what everything --encoding gbk",
    "export -o x.xlsx --what everything", "export -o x.gcj02.xlsx --crs GCJ-02 --plan xiamen-st --role lead --lang en",
    "export -o x.kml --what layers", "export -o x.kml --what gateways --lang en", "export -o x.fgb --crs 3857",
    "export -o x.parquet --crs 4490 --status planned --lang en", "coverage",
    "coverage --by county,plan --scope 350000 --depth term --draws 20 --lang en --format csv",
    "coverage carriers --by industry --denominator boundary --seed 7 --format json", "coverage structure --format csv",
    "coverage catchments --km 2,4 --industry 海洋高新 --format csv", "coverage uncovered -o x.geojson --km 3 --format csv",
    "coverage catchments --weights ../inputs/people.csv --scope 思明区 --lang en", "coverage diversity --lang en",
    "coverage nearest -o x.geojson --spacing 4000 --lang en --format csv", "coverage parks --format json",
    "coverage pairs --county 翔安区 --county 350203 --lang en --format csv", "coverage clusters --scope 福建省",
    "coverage access --lang en --format csv", "coverage catchments --mode car",
    "fetch streets --from ../inputs/maxspeed.osm --name 街道 --lang en",
    "fetch streets --from ../inputs/maxspeed.osm --name 街道",
    "coverage catchments --mode car --minutes 2,5 --scope 思明区 --draws 5 --format csv",
    "coverage access --mode foot --scope 思明区 --lang en", "find 微创手术机器人 --county 厦门市",
    "find vaccines --lang en --format csv", "find 海上风电 --show matches --lang en",
    "find --industry bio --exclude name_only --weight room=60 --show criteria --lang en --format csv",
    "find --industry 集成电路 --kind park --min-area 1 --plan xiamen-sei --show excluded",
    "find --industry marine --mode car --format csv",
    "GEOPLAN_APPROVAL_NUMBER=闽S（2026）1号 brief --shortlist ../found/need.json -o x.pdf",
    "brief --shortlist ../found/need.json -o x.docx --lang en", "brief --shortlist ../found/need.json -o x.xlsx",
    "geocode ../inputs/firms.csv -o x.csv --review", "geocode ../inputs/firms.csv -o x.xlsx --review --lang en",
    "geocode ../inputs/firms.csv -o x.geojson --address-column 地址",
    "geocode --from-review ../inputs/reviewed.csv -o x.geojson --lang en", "template make firms -o x.csv --lang en",
    f"template check {FILLED}", "template check ../blank/x.xlsx --lang en", "template check ../inputs/designations.csv",
    "template check ../inputs/designations.csv --lang en --format json", f"template layer {FILLED} -o ../made/new",
)  # fmt: skip
SITES, EPSG = "/collections/sites/items", "http://www.opengis.net/def/crs/EPSG/0/4548"
# Paths, after headers that hold ``=``. The service is asked at its own address, and as if it stood behind a proxy.
SERVICES = {
    "serve --port PORT": (
        "/", "Accept=text/html /", "/conformance", "/openapi", "/collections", f"{SITES}/software-park-2?lang=en",
        "Accept-Language=en /collections/software_parks", "/collections/sites/queryables",
        "/collections/designations/schema?lang=en", f"{SITES}?bbox=118.0,24.4,118.2,24.5&limit=20",
        f"/collections/counties/items?crs={EPSG}&limit=3", "/collections/gateways/items?limit=13&offset=13",
        f"{SITES}?bbox=2700000,580000,2730000,620000&bbox-crs={EPSG}", f"{SITES}?kind=park&adcode=350205&limit=100",
        f"{SITES}?sortby=-name_zh,kind&properties=name_zh,kind&skipGeometry=true", f"{SITES}?resulttype=hits",
        "/collections/software_parks/items?f=csv", "/collections/gateways/items?f=jsonld&limit=3", f"{SITES}/xinyang?f=jsonld",
        "Accept=text/html /collections/software_parks/items", "/collections/records/items?q=软件&limit=5",
        "/collections/records/items/plan-xiamen-st", "/collections/nothing/items", f"{SITES}?limit=abc",
        f"Accept-Language=en {SITES}?crs=EPSG:4326", f"Accept=text/html {SITES}?bbox=1,2,3",
    ),
    "serve --port PORT --url https://gis.example.org/plans/ --lang en": (
        "/", "Accept=text/html /", "Accept=text/html /collections/records/items",
        "Accept=text/html /collections/software_parks/items/software-park-2",
    ),
}  # fmt: skip
INPUTS = {
    "people.csv": "lon,lat,weight\n118.10,24.48,1200\n118.16,24.47,300\n118.09,24.44,50\n",
    "firms.csv": "企业名称,地址,备注\n甲,厦门市思明区软件园二期望海路10号,=1+1\n乙,厦门市翔安区翔安西路6999号,\n丙,软件园,-5\n"
    "丁,深圳市南山区,@x\n戊,,a\n己,廈門市海沧区翁角西路2050号 生物医药港B3栋,\n",
    "reviewed.csv": "企业名称,geo_accept,geo_name,geo_kind,geo_id,geo_lon,geo_lat,geo_radius_m,geo_method,geo_confidence,geo_source\n"
    "甲,yes,厦门软件园二期,site,software-park-2,118.19,24.49,500,point,high,a map\n"
    "乙,是,翔安区,region,350213,,,20210,county,low,a map\n丙,no,,,,,,,,,\n",
    "sites.csv": "site_id,name_zh,name_en,aliases,kind,status,adcode,plan_id,section,note\n"
    "new-park,新新园,New Park,,park,planned,350205,xiamen-sei,第五章,\n",
    "layer.csv": "key,value\nlayer_id,new-parks\ntitle_zh,新园区\ntitle_en,New parks\nmeaning_zh,新设的园区。\n"
    "meaning_en,Parks newly set up.\nscope,xiamen\norder,21\nlicence,ODC-By-1.0\nsources,a gazetteer\n",
    "features.csv": "site_id,part,part_en,method,lon,lat,system,stated_area,area_unit,wkt,source,radius_m,confidence,checked_on\n"
    "new-park,,,,117.99,24.53,GCJ-02,350,公顷,,a newspaper,500,medium,2026-11-01\n",
    "designations.csv": "site_id,industry_id,wording,role,basis,plan_id,section\n"
    "xinyang,bios,生物,leads,stated,xiamen-sei,第五章\nnowhere,bio,,lead,stated,xiamen-sei,第九十章\n",
}
# Copies of data/ and layers/ with one file changed: the file, a pattern, and what stands in its place.
HOMES = {
    "home-counties": ("data/sites.csv", ",350203,", ",999999,"),
    "home-package": ("data/datapackage.json", r"(?s).+", "{"),
    "home-markdown": ("layers/software-parks.toml", "title_zh = .*", 'title_zh = "![p](http://a.test/p.png) **园**"'),
}
