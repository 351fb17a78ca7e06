/** What can be said against a spec and its data before a step is paid for, and its cure. */
@NullMarked
package dev.evenkeel.training.preflight;

import org.jspecify.annotations.NullMarked;
