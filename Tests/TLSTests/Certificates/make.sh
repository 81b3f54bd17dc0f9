#!/bin/sh
# Makes the certificates of these tests anew, valid until 2124. They and their keys are known to everybody: for tests only.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

# authority <name> <common name>: an authority that signs itself
authority() {
    key "$scratch/$1.key"
    openssl req -x509 -new -key "$scratch/$1.key" -subj "/O=Ottla tests/CN=$2" -days 36500 -out "$1.pem" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}

# signed <name> <common name> <authority> <start> <end> <extensions>: a certificate by an authority
signed() {
    key "$scratch/$1.key"
    openssl req -new -key "$scratch/$1.key" -subj "/O=Ottla tests/CN=$2" -out "$scratch/$1.csr"
    : > "$scratch/index"; openssl rand -hex 8 > "$scratch/serial"
    printf '%s\n' "[ca]" "default_ca=x" "[x]" "database=$scratch/index" "serial=$scratch/serial" "new_certs_dir=$scratch" \
        "default_md=sha256" "policy=p" "unique_subject=no" "[p]" "organizationName=optional" "commonName=supplied" > "$scratch/ca.conf"
    printf '%s\n' "$6" > "$scratch/extensions"
    openssl ca -batch -notext -config "$scratch/ca.conf" -cert "$3.pem" -keyfile "$scratch/$3.key" -in "$scratch/$1.csr" -out "$1.pem" \
        -startdate "$4" -enddate "$5" -extfile "$scratch/extensions" 2>/dev/null
}

start=20250101000000Z end=21240101000000Z
names="subjectAltName=DNS:localhost,DNS:*.brokers.example,IP:127.0.0.1,IP:::1"
authority authority "Test authority"
authority other-authority "Another authority"
signed server localhost authority $start $end "$names"
signed expired localhost authority 20010101000000Z 20020101000000Z "$names"
signed future localhost authority 20990101000000Z $end "$names"
signed client alice authority $start $end "extendedKeyUsage=clientAuth"
signed stranger mallory other-authority $start $end "extendedKeyUsage=clientAuth"
signed intermediate "Intermediate authority" authority $start $end "basicConstraints=critical,CA:TRUE"
signed chained localhost intermediate $start $end "$names"
cat intermediate.pem >> chained.pem
rm intermediate.pem
for name in server expired future client stranger chained; do mv "$scratch/$name.key" "$name.key"; done
key self-signed.key
openssl req -x509 -new -key self-signed.key -subj "/CN=localhost" -days 36500 -addext "$names" -out self-signed.pem
openssl pkcs8 -topk8 -in client.key -passout pass:correct-horse -v2 aes-256-cbc -out client-encrypted.key
