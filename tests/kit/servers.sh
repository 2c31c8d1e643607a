#!/bin/sh
# Installs, as root on Debian, what the flow tests need. Nothing is started; a second call does nothing.
set -eu

missing=""
for package in dovecot-imapd isync postgresql; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -z "$missing" ]; then
  echo "servers: all here"
  exit 0
fi
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
