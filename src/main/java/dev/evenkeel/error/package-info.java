/** The one exception that services throw at a client's mistake, and its codes. */
@NullMarked
package dev.evenkeel.error;

import org.jspecify.annotations.NullMarked;
