#!/bin/bash
# Fuzzes the decoders: Fuzz/run.sh [SECONDS for each] [NAME of one, such as Messages]
# Each target is built with libFuzzer's and the address sanitizer's instrumentation, apart from the package's own builds.
# What was found useful is kept in .build-fuzz/corpus, and an input that crashes in .build-fuzz/crashes; run it again with
# .build-fuzz/bin/Messages FILE.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
only=${2:-}
out=.build-fuzz
mkdir -p $out/objects $out/bin $out/crashes

# The settings of Package.swift, which a package of its own could not have: package access ends at a package.
features=(ExistentialAny InternalImportsByDefault MemberImportVisibility NonisolatedNonsendingByDefault)
flags=(-swift-version 6 -package-name ottla -O -wmo -g -parse-as-library -sanitize=fuzzer,address -enable-experimental-feature Lifetimes -I $out/objects)
for feature in "${features[@]}"; do flags+=(-enable-upcoming-feature "$feature"); done
for library in CChecksum/include CZlib CSnappy CLZ4 CZstd; do
    flags+=(-Xcc -fmodule-map-file="$PWD/$out/$(basename "${library%/include}").modulemap" -I "Sources/$library")
done
flags+=(-D Gzip -D Snappy -D LZ4 -D Zstd)

for library in CZlib CSnappy CLZ4 CZstd; do
    sed "s#\"shim.h\"#\"$PWD/Sources/$library/shim.h\"#" Sources/$library/module.modulemap > $out/$library.modulemap
done
echo "module CChecksum { umbrella \"$PWD/Sources/CChecksum/include\" export * }" > $out/CChecksum.modulemap

objects=()
for source in Sources/CChecksum/*.c; do
    object=$out/objects/$(basename "$source").o
    clang -O2 -g -I Sources/CChecksum/include -c "$source" -o "$object"
    objects+=("$object")
done
for room in Vocabulary Protocol Records; do
    object=$out/objects/$room.o
    objects+=("$object")
    # Vocabulary is below both others.
    if [[ -f $object && -z $(find Sources/$room Sources/Vocabulary Fuzz/run.sh -newer $object -type f -print -quit) ]]; then continue; fi
    echo "building $room"
    mapfile -t sources < <(find Sources/$room -name '*.swift')
    swiftc "${flags[@]}" -module-name Ottla$room -emit-module -emit-module-path $out/objects/Ottla$room.swiftmodule \
        -c "${sources[@]}" -o "$object"
done

# Fuzzing starts from what real clients sent: `seed TARGET NAME HEX`.
seed() {
    mkdir -p $out/corpus/"$1"
    printf '%b' "$(sed 's/../\\x&/g' <<< "$3")" > $out/corpus/"$1"/"$2"
}
number=0
while read -r hex; do
    number=$((number + 1))
    seed Frames recorded-$number "$(printf '%08x' $((${#hex} / 2)))$hex"
done < <(cat Tests/ProtocolTests/Vectors/*.hex | grep -v '^#')
for vector in Tests/RecordsTests/Vectors/batch-*.hex; do seed Batches "$(basename "$vector")" "00$(tr -d '\n' < "$vector")"; done
for vector in Tests/RecordsTests/Vectors/set*.hex; do seed LegacySets "$(basename "$vector")" "$(tr -d '\n' < "$vector")"; done

failed=0
for target in Fuzz/*.swift; do
    name=$(basename "$target" .swift)
    if [[ -n $only && $only != "$name" ]]; then continue; fi
    swiftc "${flags[@]}" -module-name Fuzz"$name" "$target" "${objects[@]}" -o $out/bin/"$name" -use-ld=lld -lz -lsnappy -llz4 -lzstd
    mkdir -p $out/corpus/"$name"
    echo "fuzzing $name for $seconds s"
    $out/bin/"$name" $out/corpus/"$name" -max_total_time="$seconds" -rss_limit_mb=1024 -max_len=4096 -timeout=10 \
        -artifact_prefix=$out/crashes/"$name"- -print_final_stats=1 2> $out/"$name".log || failed=1
    # What the log says of the run; a log without such lines is no failure, the fuzzer's own exit code is.
    grep -E "ERROR|Fatal|Test unit written|stat::(number_of_executed|average_exec|peak_rss)" $out/"$name".log || true
done
exit $failed
