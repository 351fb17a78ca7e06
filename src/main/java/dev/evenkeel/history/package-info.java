/**
 * Gradient norms, statistics and losses of every iteration: written in chunks, read downsampled.
 *
 * <p>May import job, training, web and error.
 */
@NullMarked
package dev.evenkeel.history;

import org.jspecify.annotations.NullMarked;
