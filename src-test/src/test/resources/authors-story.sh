#!/usr/bin/env bash
# The story of a plugin's author and of an authority, told with two programs: openssl and signet.
# Ends at the first step that does not go as it should, and says which.
#
#   JAVA=java SIGNET_JAR=signet.jar authors-story.sh EMPTY-FOLDER
set -euo pipefail
cd "$1"

# shellcheck disable=SC2086 # several flags
signet() { "$JAVA" ${JAVA_FLAGS:-} ${ARCHIVE:+"-XX:SharedArchiveFile=$ARCHIVE"} -jar "$SIGNET_JAR" "$@"; }
step() { printf '\n== %s\n' "$*"; }

# Runs a command that must end with this exit code.
expect() {
  local wanted=$1 code=0
  shift
  printf '$ %s\n' "$*"
  "$@" || code=$?
  if [ "$code" -ne "$wanted" ]; then
    printf 'FAILED: exit code %s instead of %s: %s\n' "$code" "$wanted" "$*" >&2
    exit 1
  fi
}

check() {
  expect "$1" signet integrity:check-app contacts --path=contacts --trust=root.crt --crl=authority.crl
}

request() {
  local name=$1
  shift
  expect 0 openssl req -nodes "$@" -keyout "$name.key" -out "$name.csr" -subj "/CN=contacts"
}

issue() {
  expect 0 signet ca:issue contacts --authority=authority --request="$1.csr"
}

sign() {
  expect 0 signet integrity:sign-app --privateKey="$1.key" --certificate="$1.crt" \
    --chain="$1-chain.crt" --path=contacts
}

publish() {
  expect 0 signet ca:crl --authority=authority --out=authority.crl
}

step "The authority begins, and gives hosts its root and its first revocation list"
expect 0 signet ca:init --authority=authority --name="Acme Root" --intermediate="Acme Plugins" \
  --no-passphrase
cp authority/root.crt root.crt
publish

step "The author writes a plugin"
mkdir -p contacts/classes
printf 'plugin.id=contacts\nplugin.version=1.0.0\n' > contacts/plugin.properties
printf 'friends\n' > contacts/classes/contacts.txt
check 1

step "The author makes a key and a request"
request contacts -newkey rsa:4096

step "The authority issues for no other plugin than it means to"
expect 3 signet ca:issue calendar --authority=authority --request=contacts.csr
issue contacts
expect 0 openssl verify -CAfile root.crt -untrusted contacts-chain.crt -purpose any contacts.crt

step "The author signs; a check passes"
sign contacts
check 0

step "A byte changes; a check says where"
printf 'foes\n' > contacts/classes/contacts.txt
check 1

step "The file is as it was; a check passes again"
printf 'friends\n' > contacts/classes/contacts.txt
check 0

step "The author has lost the key; the authority revokes its certificate"
expect 0 signet ca:revoke contacts --authority=authority --reason=keyCompromise
publish
check 1

step "The author gets a new certificate and signs the next release"
request again -newkey ec -pkeyopt ec_paramgen_curve:P-384
issue again
printf 'plugin.id=contacts\nplugin.version=1.1.0\n' > contacts/plugin.properties
sign again
check 0

step "The authority remembers both"
expect 0 signet ca:list contacts --authority=authority

step "The end"
