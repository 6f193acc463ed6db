#!/bin/sh
# Find LibreOffice for the tests of documents, or install Debian's without its windows; without it they are skipped.
for name in "${GEOPLAN_OFFICE:-}" soffice libreoffice; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libreoffice-writer-nogui libreoffice-calc-nogui fonts-noto-cjk fonts-crosextra-carlito >/dev/null && exit 0
fi
echo "no LibreOffice found and none could be installed: the tests of documents will be skipped (install libreoffice-writer-nogui, libreoffice-calc-nogui, fonts-noto-cjk and fonts-crosextra-carlito, or set GEOPLAN_OFFICE)" >&2
exit 0
