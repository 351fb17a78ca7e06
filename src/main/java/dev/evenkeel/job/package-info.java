/**
 * What was asked and what became of it: the job, its states and events, and the spec's checks.
 *
 * <p>A job changes as an entity: a transition loads the row under its lock, and JPA writes what has
 * changed. What clients read is plain SQL over the same row: an answer or a page in one query, with
 * counts that no entity has. Clients come to a job through {@link JobGate} alone.
 *
 * <p>Never calls a worker: a wish to cancel is a flag in the row. May import dataset, training,
 * web, error and id.
 */
@NullMarked
package dev.evenkeel.job;

import org.jspecify.annotations.NullMarked;
