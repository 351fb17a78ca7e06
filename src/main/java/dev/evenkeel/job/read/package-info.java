/** Jobs, their reports and the queue as answers; the gate that each read goes through. */
@NullMarked
package dev.evenkeel.job.read;

import org.jspecify.annotations.NullMarked;
