// Slicing by 8: the register's effect on eight bytes ahead is the sum of eight table entries, one for each byte.
// table[k][b] is what byte b leaves in the register once k zero bytes have followed it.
#include "ways.h"

typedef uint32_t slices[8][256];

static slices castagnoli, ieee;

static void build(slices table, uint32_t reflected_polynomial) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t state = byte;
        for (int bit = 0; bit < 8; bit++) state = state >> 1 ^ (reflected_polynomial & -(state & 1));
        table[0][byte] = state;
    }
    for (int slice = 1; slice < 8; slice++)
        for (int byte = 0; byte < 256; byte++) {
            uint32_t state = table[slice - 1][byte];
            table[slice][byte] = state >> 8 ^ table[0][state & 0xFF];
        }
}

void ottla_build_tables(void) {
    build(castagnoli, 0x82F63B78);
    build(ieee, 0xEDB88320);
}

static inline uint32_t run(slices table, uint32_t state, const uint8_t *bytes, size_t count) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t eight = load64(bytes) ^ state;
        state = table[7][eight & 0xFF] ^ table[6][eight >> 8 & 0xFF] ^ table[5][eight >> 16 & 0xFF] ^
                table[4][eight >> 24 & 0xFF] ^ table[3][eight >> 32 & 0xFF] ^ table[2][eight >> 40 & 0xFF] ^
                table[1][eight >> 48 & 0xFF] ^ table[0][eight >> 56];
    }
#endif
    for (; count; count--) state = state >> 8 ^ table[0][(state ^ *bytes++) & 0xFF];
    return state;
}

uint32_t ottla_crc32c_tables(uint32_t state, const uint8_t *bytes, size_t count) { return run(castagnoli, state, bytes, count); }

uint32_t ottla_crc32_tables(uint32_t state, const uint8_t *bytes, size_t count) { return run(ieee, state, bytes, count); }
