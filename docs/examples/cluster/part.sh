#!/bin/sh
# The second moments of one shard. A shard is a folder: the activations of some datapoints, a file
# for each network, by the same names in every shard.
#
#   part.sh INDEX SHARDS PARTS [options of svcca moments]
#
# INDEX counts from 0. Any number of these may run at once, on any machines that see the folders
# SHARDS and PARTS; one that is started again does not compute what is there.
set -eu
index=$1 shards=$2 parts=$(mkdir -p "$3" && cd "$3" && pwd)
shift 3

shard=$(ls "$shards" | sed -n "$((index + 1))p")
if [ -z "$shard" ]; then
  echo "part.sh: no shard $index in $shards" >&2
  exit 1
fi
out=$parts/$shard.npz
if [ -e "$out" ]; then
  echo "$shard: is there" >&2
  exit 0
fi
# From inside the shard, so that layers have the same names in all parts: a.npz:conv1.
cd "$shards/$shard"
# Written under another name and renamed, so a part is whole or not there.
exec svcca moments * --output "$out" --quiet "$@"
