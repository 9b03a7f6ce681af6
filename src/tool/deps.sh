#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages named that are missing, says so, asks nothing.
set -eu
missing=
for p in "$@"; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
echo "Installing missing packages / 安装缺少的软件包:$missing"
sudo=
[ "$(id -u)" = 0 ] || sudo="sudo -n"
export DEBIAN_FRONTEND=noninteractive
install() { $sudo apt-get install -y -q --no-install-recommends $missing >/tmp/pdca-apt.log 2>&1; }
install || { $sudo apt-get update -q >/tmp/pdca-apt.log 2>&1 && install; } || {
    cat /tmp/pdca-apt.log >&2
    echo "Could not install:$missing. As root: apt-get update && apt-get install$missing" >&2
    echo "无法安装:$missing。请以 root 运行:apt-get update && apt-get install$missing" >&2
    exit 1
}
