#!/bin/sh
# Find a Chromium for the browser tests, or install Debian's with the fonts the screenshots need.
for name in "${GEOPLAN_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && found=$name && break
done
if [ -n "${found:-}" ] && { ! command -v fc-list >/dev/null 2>&1 || fc-list :lang=zh | grep -q .; }; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null && exit 0
fi
[ -n "${found:-}" ] && { echo "no Chinese font found: screenshots will show boxes (install fonts-noto-cjk)" >&2; exit 0; }
echo "no Chromium found and none could be installed: install the packages chromium and fonts-noto-cjk, or set GEOPLAN_CHROMIUM" >&2
exit 1
