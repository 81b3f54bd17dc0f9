#ifndef OTTLA_CHECKSUM_H
#define OTTLA_CHECKSUM_H
#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli) of `count` bytes, going on from `crc` (0 to start).
uint32_t ottla_crc32c(uint32_t crc, const void *bytes, size_t count);

#endif
