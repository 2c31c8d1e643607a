#!/bin/sh
# Installs, as root on Debian, what the flow tests need: servers, a browser, and axe-core from npm beside the tests.
# Nothing is started; a second call does nothing.
set -eu

browser="$(dirname "$0")/browser"

installed() {
  dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

missing=""
for package in dovecot-imapd isync postgresql chromium fonts-dejavu-core fonts-liberation2; do
  installed "$package" || missing="$missing $package"
done
command -v npm >/dev/null || missing="$missing npm"

if [ -n "$missing" ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "servers: run 'make servers' as root to install:$missing" >&2
    exit 1
  fi

  # services must not start by themselves: the tests start their own, on free ports
  policy=/usr/sbin/policy-rc.d
  kept=""
  [ -e "$policy" ] && kept="$(mktemp)" && cp -p "$policy" "$kept"
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  restore() {
    if [ -n "$kept" ]; then mv "$kept" "$policy"; else rm -f "$policy"; fi
  }
  trap restore EXIT

  echo "servers: installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

# the version is pinned in package.json; no lock file, since that would name a registry
wanted="$(sed -n 's/.*"axe-core": "\(.*\)".*/\1/p' "$browser/package.json")"
here="$(sed -n 's/^  "version": "\(.*\)",*$/\1/p' "$browser/node_modules/axe-core/package.json" 2>/dev/null || true)"
if [ "$wanted" != "$here" ]; then
  echo "servers: installing axe-core $wanted"
  npm install --prefix "$browser" --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
fi
echo "servers: all here"
