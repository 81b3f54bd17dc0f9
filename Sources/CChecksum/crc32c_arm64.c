// CRC-32C with the crc instructions of ARMv8: three lanes side by side, joined by a multiplication in software, which is
// seldom enough with lanes of 4 KiB.
#include "ways.h"

#if defined(__aarch64__)
#include <arm_acle.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

#define ARM_CRC __attribute__((target("crc")))

int ottla_has_arm_crc(void) {
#if defined(__ARM_FEATURE_CRC32)
    return 1;
#elif defined(__linux__)
    return (getauxval(AT_HWCAP) >> 7 & 1) != 0;  // HWCAP_CRC32
#else
    return 0;
#endif
}

ARM_CRC static uint32_t serial(uint32_t state, const uint8_t *bytes, size_t count) {
    for (; count >= 8; bytes += 8, count -= 8) state = __crc32cd(state, load64(bytes));
    if (count & 4) state = __crc32cw(state, load32(bytes)), bytes += 4;
    if (count & 2) state = __crc32ch(state, load16(bytes)), bytes += 2;
    if (count & 1) state = __crc32cb(state, *bytes);
    return state;
}

// The product of two reflected polynomials mod P. The highest coefficient is bit 31 of neither but bit 0: x^31.
static uint32_t multiply(uint32_t a, uint32_t b) {
    uint32_t product = 0;
    for (uint32_t bit = 0x80000000; bit; bit >>= 1) {
        if (a & bit) product ^= b;
        b = b >> 1 ^ (0x82F63B78 & -(b & 1));
    }
    return product;
}

ARM_CRC uint32_t ottla_crc32c_arm(uint32_t state, const uint8_t *bytes, size_t count) {
    enum { lane = 4096 };
    const uint32_t by_lane = 0x35D73A62, by_two_lanes = 0x28461564;  // x^(8 * 4096) and its square, mod P, reflected
    for (; count >= 3 * lane; bytes += 3 * lane, count -= 3 * lane) {
        uint32_t a = state, b = 0, c = 0;
        for (size_t i = 0; i < lane; i += 8) {
            a = __crc32cd(a, load64(bytes + i));
            b = __crc32cd(b, load64(bytes + lane + i));
            c = __crc32cd(c, load64(bytes + 2 * lane + i));
        }
        state = multiply(a, by_two_lanes) ^ multiply(b, by_lane) ^ c;
    }
    return serial(state, bytes, count);
}
#endif
