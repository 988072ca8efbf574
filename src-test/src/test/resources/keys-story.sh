#!/usr/bin/env bash
# What happens to a plugin's key: told by its author, by a host's administrator, and by who signs beside the author.
# Ends at the first step that does not go as it should, and says which.
#
#   JAVA=java CLASS_PATH=... keys-story.sh FOLDER
#
# The folder has the plugin's releases, not signed: clock-1.0.0, clock-2.0.0 and so on.
set -euo pipefail
cd "$1"

# shellcheck disable=SC2086 # several flags
signet() { "$JAVA" ${JAVA_FLAGS:-} ${ARCHIVE:+"-XX:SharedArchiveFile=$ARCHIVE"} -cp "$CLASS_PATH" dev.signet.cli.Main "$@"; }
# shellcheck disable=SC2086 # several flags
host() {
  local settings=--config=host/signet.yaml
  case "$*" in *--config=*) settings= ;; esac
  "$JAVA" ${JAVA_FLAGS:-} ${ARCHIVE:+"-XX:SharedArchiveFile=$ARCHIVE"} -cp "$CLASS_PATH" dev.signet.sample.host.command.Main "$@" $settings
}
step() { printf '\n== %s\n' "$*"; }

# Runs a command that must end with this exit code.
expect() {
  local wanted=$1 code=0
  shift
  printf '$ %s\n' "$*"
  "$@" 2>&1 || code=$?
  if [ "$code" -ne "$wanted" ]; then
    printf 'FAILED: exit code %s instead of %s: %s\n' "$code" "$wanted" "$*" >&2
    exit 1
  fi
}

# Makes a key and has the authority certify it for an id: key ID NAME.
key() {
  expect 0 signet key:request "$1" --no-passphrase --key-out="$2.key" --out="$2.csr"
  expect 0 signet ca:issue "$1" --authority=authority --request="$2.csr" --out="$2.crt"
}

# Signs a release: sign VERSION KEY [OPTIONS].
sign() {
  local version=$1 by=$2
  shift 2
  expect 0 signet integrity:sign-app --privateKey="$by.key" --certificate="$by.crt" --path="clock-$version" "$@"
}

step "An authority, a host that trusts it, and an author"
expect 0 signet ca:init --authority=authority --name="Acme Root" --no-passphrase
mkdir -p host/plugins host/trust
cp authority/root.crt host/trust/
printf 'plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n' > host/signet.yaml
key clock first
sign 1.0.0 first
expect 0 host plugin:install clock-1.0.0
expect 0 host

step "The author has a new key, and the old one vouches for it"
key clock second
expect 0 signet key:rotate --privateKey=first.key --to=second.csr --out=rotation.json
sign 2.0.0 second --rotation=rotation.json
expect 0 host plugin:update clock clock-2.0.0

step "The host runs it without a word"
expect 0 host

step "The next new key comes without the word of an old one"
key clock third
sign 3.0.0 third
expect 1 host plugin:update clock clock-3.0.0

step "Somebody puts it there all the same: the host reports it"
rm -r host/plugins/clock
cp -r clock-3.0.0 host/plugins/clock
expect 0 host

step "The administrator has asked the author, and confirms the key"
expect 0 host plugin:confirm clock

step "The host runs that, too, without a word"
expect 0 host

step "The host wants a store's signature beside the author's"
printf 'signers: {plugins: {clock: {count: 2, alsoSignedBy: [store]}}}\n' >> host/signet.yaml
sign 4.0.0 third
expect 1 host plugin:update clock clock-4.0.0

step "The store signs beside the author; the host takes it"
key store store
sign 4.0.0 store --add --trust=authority/root.crt
expect 0 host plugin:update clock clock-4.0.0
expect 0 host

step "Somebody leaves out the store's signature: the host does not run it"
sign 4.0.0 third
cp clock-4.0.0/signature.json host/plugins/clock/signature.json
expect 0 host

step "With the store's signature again it runs"
sign 4.0.0 store --add
cp clock-4.0.0/signature.json host/plugins/clock/signature.json
expect 0 host

step "Another author tries the real check from the first minute"
expect 0 signet key:dev disk --out=dev
expect 0 signet integrity:sign-app --privateKey=dev/disk.key --certificate=dev/disk.crt --path=disk-1.0.0
expect 0 signet integrity:check-app --path=disk-1.0.0 --trust=dev/root.crt

step "On a host of the author's own, on another channel, it runs and the host says what it is"
mkdir -p beta/plugins beta/trust
cp dev/root.crt beta/trust/
printf 'plugins: plugins\ntrust: trust\nrequire: ALL\nchannel: beta\n' > beta/signet.yaml
cp -r disk-1.0.0 beta/plugins/disk
expect 0 host --config=beta/signet.yaml

step "On a stable host it does not, even with the authority in the trust folder"
cp dev/root.crt host/trust/dev.crt
expect 1 host plugin:install disk-1.0.0
cp -r disk-1.0.0 host/plugins/disk
expect 0 host

step "The end"
