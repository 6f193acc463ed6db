#!/bin/sh
# Tools that read exports back: GDAL's own, and a GeoJSON linter from npm. QGIS is too large to install for a test.
tools="${GEOPLAN_TOOLS:-.venv/npm}"
for name in ogr2ogr ogrinfo; do
  command -v "$name" >/dev/null 2>&1 && continue
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gdal-bin >/dev/null && continue
  fi
  echo "no $name found and none could be installed: tests that read exports back by GDAL will be skipped (install gdal-bin)" >&2
  break
done
if [ ! -d "$tools/node_modules/@placemarkio/check-geojson" ]; then
  if command -v npm >/dev/null 2>&1; then
    mkdir -p "$tools" && npm install --silent --no-audit --no-fund --prefix "$tools" @placemarkio/check-geojson@0.1.14 ||
      echo "the GeoJSON linter could not be installed: its test will be skipped" >&2
  else
    echo "no npm found: the GeoJSON linter's test will be skipped (install nodejs and npm)" >&2
  fi
fi
exit 0
