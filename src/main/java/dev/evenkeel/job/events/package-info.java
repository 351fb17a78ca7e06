/** Changes of jobs, pushed to clients and waited for. */
@NullMarked
package dev.evenkeel.job.events;

import org.jspecify.annotations.NullMarked;
