#!/bin/sh
# Bundles the parts of D3 (ISC licence) that the page draws with into exporters/data/d3.min.js. Needs npm.
set -eu
target=$(cd "$(dirname "$0")/.." && pwd)/src/reportedly/exporters/data/d3.min.js
folder=$(mktemp -d)
cd "$folder"
npm init -y >/dev/null
npm install --silent d3-geo@3 d3-zoom@3 d3-selection@3 d3-scale@4 d3-axis@3 esbuild
cat > entry.js <<'JS'
export {geoMercator, geoPath, geoCircle} from "d3-geo";
export {zoom, zoomIdentity} from "d3-zoom";
export {select} from "d3-selection";
export {scaleUtc, scaleSqrt} from "d3-scale";
export {axisBottom} from "d3-axis";
JS
npx esbuild entry.js --bundle --minify --format=iife --global-name=d3 --outfile=d3.min.js --legal-comments=none
{ sed -n '1,/\*\//p' "$target"; cat d3.min.js; } > new.js
mv new.js "$target"
