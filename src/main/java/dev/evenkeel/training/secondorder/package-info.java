/**
 * Minimises a smooth function by its value and gradient: L-BFGS and conjugate gradients, each step
 * found by a line search.
 *
 * <p>Knows vectors and numbers only, nothing of networks.
 */
@NullMarked
package dev.evenkeel.training.secondorder;

import org.jspecify.annotations.NullMarked;
