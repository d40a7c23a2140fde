# Sourced by ./run and ./test: what they need of the machine.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() { printf '%s\n' "$*" >&2; }

# Debian and Ubuntu number the libraries differently from release to release; the first name on offer is taken.
native_packages=(
  "libngtcp2-16 libngtcp2-9"
  "libngtcp2-crypto-gnutls8 libngtcp2-crypto-gnutls2"
  "libgnutls30t64 libgnutls30"
  "ffmpeg"
)

require_dotnet() {
  if ! command -v dotnet >/dev/null || ! [[ $'\n'$(dotnet --list-sdks) =~ $'\n'[1-9][0-9]+\. ]]; then
    say "The .NET SDK 10 or later is needed: the package dotnet-sdk-10.0, or https://dotnet.microsoft.com/download/dotnet/10.0"
    exit 1
  fi
  # The built program looks here; an SDK in a home folder is found in no other way.
  export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
}

# While this file is there, the server's packages of PostgreSQL set up no cluster of their own, and so start none.
no_cluster=/etc/postgresql-common/createcluster.d/soundtime.conf

# While this program is there and says no, packages start no services (policy-rc.d, as Debian's invoke-rc.d asks it).
no_starting=/usr/sbin/policy-rc.d

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

is_on_offer() { [[ $(apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]; }

# Prints the first of some names that is on offer, or fails.
first_on_offer() {
  local name
  for name; do
    if is_on_offer "$name"; then printf '%s\n' "$name"; return; fi
  done
  return 1
}

# Fills chosen from missing; prints the names that no package source has.
choose_packages() {
  local names name
  chosen=()
  for names in "${missing[@]}"; do
    # shellcheck disable=SC2086
    if ! name=$(first_on_offer $names); then echo "No package source offers: $names"; return 1; fi
    chosen+=("$name")
  done
}

# Installs packages that are missing. Each argument is one package, or its names in different releases, the newest first.
# On systems without apt nothing is done: the program says itself which library it misses.
require_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
  local names name log missing=() chosen=() as_root=()
  for names; do
    for name in $names; do
      if is_installed "$name"; then continue 2; fi
    done
    missing+=("$names")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      choose_packages >/dev/null || chosen=("${missing[@]%% *}")
      say "Some packages are missing. Install them with: sudo apt-get update && sudo apt-get install ${chosen[*]}"
      exit 1
    fi
  fi

  log=$(mktemp)
  if ! install_without_starting >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    say "Packages are missing and could not be installed; the lines above say why."
    exit 1
  fi
  rm -f "$log"
  say "Installed ${chosen[*]}."
}

# Part of require_packages: brings the programs of servers (name server, Avahi, PostgreSQL) without starting any; tests run servers of their own.
install_without_starting() {
  local code=0
  if [ -e "$no_starting" ]; then install_without_cluster; return; fi
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$no_starting" >/dev/null
  "${as_root[@]}" chmod +x "$no_starting"
  install_without_cluster || code=$?
  "${as_root[@]}" rm -f "$no_starting"
  return "$code"
}

# Part of install_without_starting: PostgreSQL would make a cluster of its own too.
install_without_cluster() {
  [[ " ${missing[*]}" == *" postgresql"* ]] || { install_missing; return; }
  local code=0
  "${as_root[@]}" mkdir -p "${no_cluster%/*}"
  echo "create_main_cluster = false" | "${as_root[@]}" tee "$no_cluster" >/dev/null
  install_missing || code=$?
  "${as_root[@]}" rm -f "$no_cluster"
  return "$code"
}

# Part of require_packages: with the lists of packages as they are, then with fresh ones.
install_missing() {
  choose_packages && apt_get install "${chosen[@]}" && return
  apt_get update && choose_packages && apt_get install "${chosen[@]}"
}

apt_get() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"; }

# Builds a project or solution and prints nothing unless that fails. Works from any folder, as global.json counts only below its own.
build() {
  local log
  log=$(mktemp)
  if ! (cd "$root" && dotnet build "$1" -c Release -v q --nologo --disable-build-servers) >"$log" 2>&1; then
    grep -E '(error|warning) ' "$log" | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
    rm -f "$log"
    say "The build failed."
    exit 1
  fi
  rm -f "$log"
}
