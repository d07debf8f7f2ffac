#!/bin/sh
# collect.sh ROOT PROGRAM…: copies programs with the libraries they are linked with to ROOT, which becomes an image
# without a shell and without a package manager. Scanners find what it is made of in ROOT/var/lib/dpkg/status.d.
set -eu
root=$1
shift

note() { # the Debian package that a file belongs to; Node comes from elsewhere
  package=$(dpkg-query --search "$1" "$(readlink -f "$1")" 2>/dev/null | head -n 1 | cut -d: -f1)
  [ -n "$package" ] || return 0
  dpkg-query --status "$package" >"$root/var/lib/dpkg/status.d/$package"
}

mkdir -p "$root/var/lib/dpkg/status.d" "$root/etc" "$root/tmp"
chmod 1777 "$root/tmp"
for program in "$@"; do
  for file in "$program" $(ldd "$program" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p'); do
    mkdir -p "$root$(dirname "$file")"
    cp --dereference --preserve=mode,timestamps "$file" "$root$file"
    note "$file"
  done
done
cp /etc/nsswitch.conf /etc/os-release "$root/etc/" 2>/dev/null || cp /etc/os-release "$root/etc/"
[ -e "$root/etc/nsswitch.conf" ] || echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
mkdir -p "$root/etc/ssl/certs"
cp --dereference /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" 2>/dev/null || true
