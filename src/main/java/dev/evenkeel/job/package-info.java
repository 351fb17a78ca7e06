/**
 * What was asked and what became of it: a job's row, its transitions, attempts, events and
 * incidents.
 *
 * <p>A job changes as an entity: a transition loads the row under its lock, and JPA writes what has
 * changed. What clients read is plain SQL over the same row: an answer or a page in one query, with
 * counts that no entity has. Clients come to a job through {@code JobGate} alone.
 *
 * <p>Never calls a worker: a wish to cancel is a flag in the row.
 */
@NullMarked
package dev.evenkeel.job;

import org.jspecify.annotations.NullMarked;
