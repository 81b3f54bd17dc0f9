// What the files of this folder share. Every way takes and returns the register without the outer complement, and may be
// called only if its `has` function says that the machine can.
#ifndef OTTLA_WAYS_H
#define OTTLA_WAYS_H
#include <stddef.h>
#include <stdint.h>

typedef uint32_t way_function(uint32_t state, const uint8_t *bytes, size_t count);

// Slicing by 8, for any machine. `ottla_build_tables` must have run.
void ottla_build_tables(void);
way_function ottla_crc32c_tables, ottla_crc32_tables;

#if defined(__x86_64__)
int ottla_has_sse42(void), ottla_has_avx512(void);
way_function ottla_crc32c_sse42, ottla_crc32c_avx512;
#elif defined(__aarch64__)
int ottla_has_arm_crc(void);
way_function ottla_crc32c_arm;
#endif

static inline uint64_t load64(const uint8_t *bytes) {
    uint64_t value;
    __builtin_memcpy(&value, bytes, sizeof value);
    return value;
}

static inline uint32_t load32(const uint8_t *bytes) {
    uint32_t value;
    __builtin_memcpy(&value, bytes, sizeof value);
    return value;
}

static inline uint16_t load16(const uint8_t *bytes) {
    uint16_t value;
    __builtin_memcpy(&value, bytes, sizeof value);
    return value;
}
#endif
