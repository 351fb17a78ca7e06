/** Runs jobs: db-scheduler's task, devices, supervised engine processes. */
@NullMarked
package dev.evenkeel.worker;

import org.jspecify.annotations.NullMarked;
