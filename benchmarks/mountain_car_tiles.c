/* Q-learning with tile coding on MountainCar in plain C: what benchmarks/training.py compares tiles with.
 *
 * The same algorithm, arithmetic and random numbers as the project's, so that the same weights come out, and the same
 * results: updates of each weight, and the return of each episode.
 */
#include <math.h>
#include <stdint.h>

#include "generator.h"

#define ACTIONS 3
#define COMPONENTS 2
#define MOST_TILINGS 1024

static inline void find_tiles(uint32_t *restrict rows, double position, double velocity, const double *step_width,
                              int64_t steps, int64_t tilings, int64_t tiles, const int64_t *restrict shifts) {
    const float low[COMPONENTS] = {-1.2f, -0.07f}, components[COMPONENTS] = {(float)position, (float)velocity};
    for (int64_t tiling = 0; tiling < tilings; tiling++) rows[tiling] = tiling;
    for (int component = 0; component < COMPONENTS; component++) {
        double place = (double)(components[component] - low[component]) / step_width[component];
        int64_t step = place < 1.0 ? 0 : place >= (double)steps ? steps - 1 : (int64_t)place;
        int64_t tile = step / tilings, into_tile = step % tilings;
        for (int64_t tiling = 0; tiling < tilings; tiling++)
            rows[tiling] = (uint32_t)(rows[tiling] * tiles + tile + (into_tile + shifts[component * tilings + tiling] >= tilings));
    }
}

static inline double value(const double *weights, const uint32_t *rows, int64_t tilings, int64_t action) {
    double sum = 0.0;
    for (int64_t tiling = 0; tiling < tilings; tiling++) sum += weights[rows[tiling] * ACTIONS + action];
    return sum;
}

static inline int64_t best_action(const double *weights, const uint32_t *rows, int64_t tilings, double *largest) {
    int64_t best = 0;
    *largest = value(weights, rows, tilings, 0);
    for (int64_t action = 1; action < ACTIONS; action++) {
        double other = value(weights, rows, tilings, action);
        if (other > *largest) best = action, *largest = other;
    }
    return best;
}

/* Returns the number of steps; `agent` and `world` are the generators' state and increment, high words first. */
int64_t train(int64_t episodes, int64_t tilings, int64_t tiles, double *weights, const int64_t *shifts,
              const double *epsilon, const double *learning_rate, const uint64_t *agent, const uint64_t *world,
              uint32_t *restrict visits, double *restrict returns) {
    Generator agent_rng = generator_of(agent), world_rng = generator_of(world);
    const float low[COMPONENTS] = {-1.2f, -0.07f}, high[COMPONENTS] = {0.6f, 0.07f};
    const int64_t between = (tiles - 1) * tilings;
    const double step_width[COMPONENTS] = {(double)(high[0] - low[0]) / (double)between,
                                           (double)(high[1] - low[1]) / (double)between};
    uint32_t places[2][MOST_TILINGS], *rows = places[0], *next_rows = places[1];
    int64_t steps = 0;
    double largest;
    for (int64_t episode = 0; episode < episodes; episode++) {
        const double exploration = epsilon[episode], share = learning_rate[episode] / (double)tilings;
        double position = -0.6 + (-0.4 - -0.6) * drawn(&world_rng), velocity = 0.0;
        find_tiles(rows, position, velocity, step_width, between + 1, tilings, tiles, shifts);
        returns[episode] = 0.0;
        for (int64_t length = 1;; length++) {
            int64_t action = drawn(&agent_rng) < exploration ? (int64_t)(drawn(&agent_rng) * ACTIONS)
                                                             : best_action(weights, rows, tilings, &largest);
            velocity += (double)(action - 1) * 0.001 + cos(3 * position) * -0.0025;
            velocity = velocity > 0.07 ? 0.07 : velocity < -0.07 ? -0.07 : velocity;
            position += velocity;
            position = position > 0.6 ? 0.6 : position < -1.2 ? -1.2 : position;
            if (position == -1.2 && velocity < 0) velocity = 0.0;
            int terminated = position >= 0.5 && velocity >= 0.0;
            find_tiles(next_rows, position, velocity, step_width, between + 1, tilings, tiles, shifts);
            steps++;
            double target = -1.0;
            if (!terminated) {
                best_action(weights, next_rows, tilings, &largest);
                target += largest;
            }
            double change = share * (target - value(weights, rows, tilings, action));
            for (int64_t tiling = 0; tiling < tilings; tiling++) {
                weights[rows[tiling] * ACTIONS + action] += change;
                visits[rows[tiling] * ACTIONS + action]++;
            }
            returns[episode] -= 1.0;
            if (terminated || length >= 200) break;
            uint32_t *swapped = rows;
            rows = next_rows, next_rows = swapped;
        }
    }
    return steps;
}
