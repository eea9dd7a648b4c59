/* NumPy's random numbers, so that C can draw the same ones. */
#include <stdint.h>

typedef struct {
    unsigned __int128 state, increment;
} Generator;

/* NumPy's PCG64: 128 bits of state, the output function XSL-RR. */
static inline double drawn(Generator *generator) {
    const unsigned __int128 multiplier = ((unsigned __int128)2549297995355413924ULL << 64) + 4865540595714422341ULL;
    generator->state = generator->state * multiplier + generator->increment;
    uint64_t folded = (uint64_t)(generator->state >> 64) ^ (uint64_t)generator->state;
    unsigned rotation = (unsigned)(generator->state >> 122);
    uint64_t bits = (folded >> rotation) | (folded << (-rotation & 63));
    return (double)(bits >> 11) * (1.0 / 9007199254740992.0);
}

static Generator generator_of(const uint64_t *words) {
    Generator generator = {((unsigned __int128)words[0] << 64) + words[1],
                           ((unsigned __int128)words[2] << 64) + words[3]};
    return generator;
}
