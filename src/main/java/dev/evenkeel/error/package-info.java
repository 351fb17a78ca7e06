/**
 * The one exception that services throw at a client's mistake, and its codes. Depends on nothing of
 * ours.
 */
@NullMarked
package dev.evenkeel.error;

import org.jspecify.annotations.NullMarked;
