#!/bin/sh
# ghost.sh FOLDER [npm's options]: unpacks Ghost there and brings what it needs to run, once.
# It can't be installed as a dependency: its archive holds parts of its own, which npm looks for beside it.
# Its development tools are left out, and sqlite3, which would be compiled: the test has a MariaDB.
set -eu

version=5.130.4
folder=$1
shift

[ "$(cat "$folder/version" 2>/dev/null)" = "$version" ] && exit 0
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
npm pack "$@" "ghost@$version" >/dev/null
tar -xzf "ghost-$version.tgz"
rm "ghost-$version.tgz"
cd package
node -e '
    const fs = require("fs");
    const about = JSON.parse(fs.readFileSync("package.json"));
    delete about.devDependencies;
    delete about.scripts;
    delete about.optionalDependencies.sqlite3;
    fs.writeFileSync("package.json", JSON.stringify(about));
'
rm -f yarn.lock
npm install "$@" --omit=dev --ignore-scripts --legacy-peer-deps
echo "$version" >../version
