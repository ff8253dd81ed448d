#!/bin/sh
# All shards one after another on this machine, then their sum: what the other files here do on many.
#
#   loop.sh SHARDS PARTS OUT.npz [options of svcca moments]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shards=$1 parts=$2 out=$3
shift 3

count=$(ls "$shards" | wc -l)
index=0
while [ "$index" -lt "$count" ]; do
  "$here/part.sh" "$index" "$shards" "$parts" "$@"
  index=$((index + 1))
done
svcca merge "$parts"/*.npz --output "$out"
