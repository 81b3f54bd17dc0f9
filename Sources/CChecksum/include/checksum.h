#ifndef OTTLA_CHECKSUM_H
#define OTTLA_CHECKSUM_H
#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli) of `count` bytes, going on from `crc` (0 to start), by the fastest way this machine has.
uint32_t ottla_crc32c(uint32_t crc, const void *bytes, size_t count);

/// CRC-32 (IEEE 802.3, as in gzip) of `count` bytes, going on from `crc` (0 to start). For message sets of magic 0 and 1.
uint32_t ottla_crc32(uint32_t crc, const void *bytes, size_t count);

/// For tests: the ways to compute CRC-32C that this machine has, best first, each by name and as a function.
int ottla_crc32c_way_count(void);
const char *ottla_crc32c_way_name(int way);
uint32_t ottla_crc32c_by_way(int way, uint32_t crc, const void *bytes, size_t count);

#endif
