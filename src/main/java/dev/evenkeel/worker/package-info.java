/**
 * Runs jobs: db-scheduler's task, devices, supervised engine processes.
 *
 * <p>May import every server package; nobody imports it.
 */
@NullMarked
package dev.evenkeel.worker;

import org.jspecify.annotations.NullMarked;
