/**
 * What was asked and what became of it: the job, its states and events, and the spec's checks.
 *
 * <p>Never calls a worker: a wish to cancel is a flag in the row. May import dataset, training,
 * web, error and id.
 */
@NullMarked
package dev.evenkeel.job;

import org.jspecify.annotations.NullMarked;
