// CRC-32C with the instructions of x86-64.
//
// Bytes are polynomials over GF(2), first bit highest, and registers hold them reflected. A product of two reflected
// factors comes out one place too low, which reads as one factor x too many; the constants below make up for it.
// The constant for x^n is the reflection of x^n mod P, with P = 0x11EDC6F41.
#include "ways.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define SSE42 __attribute__((target("sse4.2,pclmul")))
#define AVX512 __attribute__((target("sse4.2,pclmul,avx512f,avx512vl,vpclmulqdq")))

int ottla_has_sse42(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
}

int ottla_has_avx512(void) {
    __builtin_cpu_init();
    return ottla_has_sse42() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("vpclmulqdq");
}

// One instruction after another: each waits three cycles for the one before.
SSE42 static inline uint32_t serial(uint32_t state, const uint8_t *bytes, size_t count) {
    uint64_t wide = state;
    for (; count >= 8; bytes += 8, count -= 8) wide = _mm_crc32_u64(wide, load64(bytes));
    state = (uint32_t)wide;
    if (count & 4) state = _mm_crc32_u32(state, load32(bytes)), bytes += 4;
    if (count & 2) state = _mm_crc32_u16(state, load16(bytes)), bytes += 2;
    if (count & 1) state = _mm_crc32_u8(state, *bytes);
    return state;
}

// The state once n zero bytes have followed: state * x^8n. `power` is x^(8n - 33): the crc instruction multiplies by
// x^32 while it reduces, and the product brings one x of its own.
SSE42 static inline uint32_t shift(uint32_t state, uint32_t power) {
    __m128i product = _mm_clmulepi64_si128(_mm_cvtsi32_si128((int)state), _mm_cvtsi32_si128((int)power), 0);
    return (uint32_t)_mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(product));
}

// Three lanes side by side, so that the instruction's three cycles are all in use.
SSE42 static inline uint32_t three_lanes(uint32_t state, const uint8_t *bytes, size_t lane, uint32_t one, uint32_t two) {
    uint64_t a = state, b = 0, c = 0;
    for (size_t i = 0; i < lane; i += 8) {
        a = _mm_crc32_u64(a, load64(bytes + i));
        b = _mm_crc32_u64(b, load64(bytes + lane + i));
        c = _mm_crc32_u64(c, load64(bytes + 2 * lane + i));
    }
    return shift((uint32_t)a, two) ^ shift((uint32_t)b, one) ^ (uint32_t)c;
}

SSE42 uint32_t ottla_crc32c_sse42(uint32_t state, const uint8_t *bytes, size_t count) {
    for (; count >= 3 * 1024; bytes += 3 * 1024, count -= 3 * 1024)
        state = three_lanes(state, bytes, 1024, 0x170076FA, 0xA51B6135);
    for (; count >= 3 * 128; bytes += 3 * 128, count -= 3 * 128)
        state = three_lanes(state, bytes, 128, 0x0D3B6092, 0xB9E02B86);
    return serial(state, bytes, count);
}

// Moves four 128-bit pieces forward over the distance of `powers` and adds what lies there. Of each piece the low half
// is the earlier one, so it moves 64 bits further: powers are x^(distance + 63) for it and x^(distance - 1) for the high.
AVX512 static inline __m512i fold(__m512i piece, __m512i powers, __m512i next) {
    __m512i low = _mm512_clmulepi64_epi128(piece, powers, 0x00);
    __m512i high = _mm512_clmulepi64_epi128(piece, powers, 0x11);
    return _mm512_ternarylogic_epi64(low, high, next, 0x96);  // the sum of all three
}

#define BOTH(high, low) _mm512_set_epi64(high, low, high, low, high, low, high, low)

AVX512 uint32_t ottla_crc32c_avx512(uint32_t state, const uint8_t *bytes, size_t count) {
    if (count < 128) return serial(state, bytes, count);
    const __m512i by512 = BOTH(0x75BBA45B00000000, 0x1C19243B00000000);
    __m512i sum = _mm512_xor_si512(_mm512_loadu_si512(bytes), _mm512_zextsi128_si512(_mm_cvtsi32_si128((int)state)));
    if (count >= 512) {
        const __m512i by2048 = BOTH(0x1426A81500000000, (long long)0xE9A5D8BE00000000);
        __m512i b = _mm512_loadu_si512(bytes + 64), c = _mm512_loadu_si512(bytes + 128);
        __m512i d = _mm512_loadu_si512(bytes + 192);
        for (bytes += 256, count -= 256; count >= 256; bytes += 256, count -= 256) {
            sum = fold(sum, by2048, _mm512_loadu_si512(bytes));
            b = fold(b, by2048, _mm512_loadu_si512(bytes + 64));
            c = fold(c, by2048, _mm512_loadu_si512(bytes + 128));
            d = fold(d, by2048, _mm512_loadu_si512(bytes + 192));
        }
        sum = fold(fold(fold(sum, by512, b), by512, c), by512, d);
    } else {
        bytes += 64, count -= 64;
    }
    for (; count >= 64; bytes += 64, count -= 64) sum = fold(sum, by512, _mm512_loadu_si512(bytes));

    // The first three of the four pieces move to the place of the last, by 384, 256 and 128 bits.
    const __m512i together = _mm512_set_epi64(
        0, 0, 0x3171D43000000000, 0x3743F7BD00000000, (long long)0xA2158B3400000000, 0x33CCBBBC00000000, 0x6051243F00000000,
        (long long)0xA46EF4AA00000000);
    __m512i moved = fold(sum, together, _mm512_setzero_si512());
    __m128i last = _mm512_extracti32x4_epi32(sum, 3);
    last = _mm_xor_si128(last, _mm512_castsi512_si128(moved));
    last = _mm_xor_si128(last, _mm512_extracti32x4_epi32(moved, 1));
    last = _mm_xor_si128(last, _mm512_extracti32x4_epi32(moved, 2));
    uint64_t wide = _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(last));
    wide = _mm_crc32_u64(wide, (uint64_t)_mm_extract_epi64(last, 1));
    return serial((uint32_t)wide, bytes, count);
}
#endif
