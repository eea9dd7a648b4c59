/* Q-learning on MountainCar in plain C: the practical limit that benchmarks/training.py compares with.
 *
 * The same algorithm, arithmetic and random numbers as the project's, so that the same table comes out; everything
 * that can be a constant is one.
 */
#include <math.h>
#include <stdint.h>

#include "generator.h"

#define ACTIONS 3

static inline int64_t bin(float value, float low, double width, int64_t bins) {
    double position = (double)(value - low) / width;
    return position < 1.0 ? 0 : position >= (double)bins ? bins - 1 : (int64_t)position;
}

static inline int64_t best_action(const double *values) {
    int64_t best = 0;
    for (int64_t action = 1; action < ACTIONS; action++)
        if (values[action] > values[best]) best = action;
    return best;
}

/* Returns the number of steps; `agent` and `world` are the generators' state and increment, high words first. */
int64_t train(int64_t episodes, int64_t bins, double *table, const double *epsilon, const double *learning_rate,
              const uint64_t *agent, const uint64_t *world, double *rewards) {
    Generator agent_rng = generator_of(agent), world_rng = generator_of(world);
    const float low[2] = {-1.2f, -0.07f}, high[2] = {0.6f, 0.07f};
    const double width[2] = {(double)(high[0] - low[0]) / (double)bins, (double)(high[1] - low[1]) / (double)bins};
    int64_t steps = 0;
    for (int64_t episode = 0; episode < episodes; episode++) {
        const double exploration = epsilon[episode], step_size = learning_rate[episode];
        double position = -0.6 + (-0.4 - -0.6) * drawn(&world_rng), velocity = 0.0, total = 0.0;
        double *cell = table + ACTIONS * (bin((float)position, low[0], width[0], bins) * bins +
                                          bin((float)velocity, low[1], width[1], bins));
        for (int64_t length = 1;; length++) {
            int64_t action =
                drawn(&agent_rng) < exploration ? (int64_t)(drawn(&agent_rng) * ACTIONS) : best_action(cell);
            velocity += (double)(action - 1) * 0.001 + cos(3 * position) * -0.0025;
            velocity = velocity > 0.07 ? 0.07 : velocity < -0.07 ? -0.07 : velocity;
            position += velocity;
            position = position > 0.6 ? 0.6 : position < -1.2 ? -1.2 : position;
            if (position == -1.2 && velocity < 0) velocity = 0.0;
            int terminated = position >= 0.5 && velocity >= 0.0;
            double *next_cell = table + ACTIONS * (bin((float)position, low[0], width[0], bins) * bins +
                                                   bin((float)velocity, low[1], width[1], bins));
            total += -1.0;
            steps++;
            if (terminated) {
                cell[action] = 0.0;
                break;
            }
            if (length >= 200) break;
            double target = -1.0 + 0.95 * next_cell[best_action(next_cell)];
            cell[action] = (1 - step_size) * cell[action] + step_size * target;
            cell = next_cell;
        }
        rewards[episode] = total;
    }
    return steps;
}
