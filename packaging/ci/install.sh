#!/bin/sh
# Installs the program of a release: install.sh ADDRESS VERSION FOLDER
#
# ADDRESS is the folder of the release's files, VERSION is its number, and the program is written
# into FOLDER. The checksum of what was fetched must be the one that SHA256SUMS beside it names.
set -eu
address=$1 version=$2 folder=$3

case "$(uname -s)" in
Linux) system=linux end=tar.gz ;;
Darwin) system=macos end=tar.gz ;;
MINGW* | MSYS*) system=windows end=zip ;;
*) echo "kedb: there is no program for $(uname -s)" >&2 && exit 2 ;;
esac
case "$(uname -m)" in
x86_64 | amd64) processor=x64 ;;
aarch64 | arm64) processor=arm64 ;;
*) echo "kedb: there is no program for the processor $(uname -m)" >&2 && exit 2 ;;
esac
# Windows on ARM runs programs for x64.
test $system != windows || processor=x64
name=kedb-$version-$system-$processor

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for file in "$name.$end" SHA256SUMS; do
  curl --fail --silent --show-error --location --retry 3 --output "$place/$file" "$address/$file"
done
# The folder may be a relative one.
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$place"
grep " $name.$end\$" SHA256SUMS >expected
if command -v sha256sum >/dev/null; then
  sha256sum --check --quiet expected
else
  shasum --algorithm 256 --check --quiet expected
fi
if [ $end = zip ]; then unzip -q "$name.$end"; else tar -xzf "$name.$end"; fi
case $system in windows) program=kedb.exe ;; *) program=kedb ;; esac
cp "$name/$program" "$folder"
