/**
 * The seam behind which networks are computed: compute gradients, look at them, apply or leave
 * them.
 */
@NullMarked
package dev.evenkeel.training.network;

import org.jspecify.annotations.NullMarked;
