#!/bin/sh
# Fails when the committed style sheet is not what its sources compile to.
set -eu
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
npx --no-install sass --style=compressed --no-source-map --quiet-deps \
  --load-path=node_modules styles/newsroom.scss >"$fresh"
cmp "$fresh" static/css/newsroom.css
