// Chooses the fastest way once, before main and so before any second thread, and goes that way from then on.
#include "checksum.h"
#include "ways.h"

static struct {
    const char *name;
    way_function *function;
} ways[3];
static int way_count;

__attribute__((constructor)) static void choose_ways(void) {
    ottla_build_tables();
#if defined(__x86_64__)
    if (ottla_has_avx512()) ways[way_count].name = "avx512", ways[way_count++].function = ottla_crc32c_avx512;
    if (ottla_has_sse42()) ways[way_count].name = "sse4.2", ways[way_count++].function = ottla_crc32c_sse42;
#elif defined(__aarch64__)
    if (ottla_has_arm_crc()) ways[way_count].name = "arm crc", ways[way_count++].function = ottla_crc32c_arm;
#endif
    ways[way_count].name = "tables", ways[way_count++].function = ottla_crc32c_tables;
}

uint32_t ottla_crc32c(uint32_t crc, const void *bytes, size_t count) { return ~ways[0].function(~crc, bytes, count); }

uint32_t ottla_crc32(uint32_t crc, const void *bytes, size_t count) { return ~ottla_crc32_tables(~crc, bytes, count); }

int ottla_crc32c_way_count(void) { return way_count; }

const char *ottla_crc32c_way_name(int way) { return ways[way].name; }

uint32_t ottla_crc32c_by_way(int way, uint32_t crc, const void *bytes, size_t count) {
    return ~ways[way].function(~crc, bytes, count);
}
