/**
 * Gradient norms, statistics and losses of every iteration: written in chunks, read downsampled.
 *
 * <p>What is to be known of a job, {@code job} is asked. Its row is touched by the writer alone,
 * which locks it in the transaction of its own rows: so an attempt that is lost writes nothing.
 */
@NullMarked
package dev.evenkeel.history;

import org.jspecify.annotations.NullMarked;
